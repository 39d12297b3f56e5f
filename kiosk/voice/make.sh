#!/bin/sh
# Speaks the kiosk's prompts with espeak-ng, in Mandarin and English. Run by go
# generate; the results are committed, so a build needs none of this. Debian
# packages: espeak-ng sox.
#
# Mandarin is given in pinyin with tones: the dictionary of characters is not in
# Debian's package. What is said is above each line. A station may put recordings
# of a person in place of these: nuanxin-kiosk --voice-files.
set -eu
cd "$(dirname "$0")/sounds"
raw=$(mktemp --suffix .wav)
trap 'rm -f "$raw"' EXIT

# 16 kHz, 16 bits, one channel: aplay takes it, and speech needs no more. The
# silence at both ends goes.
say() { # NAME LANGUAGE VOICE WORDS-A-MINUTE TEXT
	espeak-ng -v "$3" -s "$4" -g 1 -w "$raw" "$5"
	sox -D "$raw" -r 16000 -b 16 -c 1 "$1.$2.wav" silence 1 0.02 0.5% reverse silence 1 0.02 0.5% pad 0.05 0.12 reverse norm -3
}
zh() { say "$1" zh cmn-latn-pinyin 190 "$2"; }
en() { say "$1" en en-gb 155 "$2"; }

# 请放上身份证，或者扫通行码
zh place-card 'qing3 fang4 shang4 shen1 fen4 zheng4, huo4 zhe3 sao3 tong1 xing2 ma3'
en place-card 'Please place your ID card, or scan your pass.'
# 签到好了，欢迎歇脚
zh checked-in 'qian1 dao4 hao3 le5, huan1 ying2 xie1 jiao3'
en checked-in 'You are checked in. Welcome.'
# 预约好了
zh booked 'yu4 yue1 hao3 le5'
en booked 'Your booking is made.'
# 正在打印小票，请稍等
zh receipt 'zheng4 zai4 da3 yin4 xiao3 piao4, qing3 shao1 deng3'
en receipt 'Your receipt is printing.'
# 请取走您的身份证
zh take-card 'qing3 qu3 zou3 nin2 de5 shen1 fen4 zheng4'
en take-card 'Please take your ID card.'
# 已经通知工作人员，请稍等
zh attendant 'yi3 jing1 tong1 zhi1 gong1 zuo4 ren2 yuan2, qing3 shao1 deng3'
en attendant 'The attendant has been called.'
# 快要自动退出了，还在的话请点一下屏幕
zh ending 'kuai4 yao4 zi4 dong4 tui4 chu1 le5, hai2 zai4 de5 hua4, qing3 dian3 yi2 xia4 ping2 mu4'
en ending 'Still there? Please touch the screen.'

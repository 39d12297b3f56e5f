#!/bin/sh
# Cuts the kiosk's two font weights out of Noto Sans CJK, Simplified Chinese
# forms. Run by go generate; the results are committed, so a build needs none
# of this. Debian packages: fonts-noto-cjk libharfbuzz-bin unicode-data bzip2 perl-base.
#
# Characters: ASCII and Latin-1, punctuation and symbols, GB 2312 (rows 1-9 and
# 16-87), and the 8,105 of the 通用规范汉字表 of 2013 (Unihan's kTGH), which has
# the characters of names that GB 2312 lacks.
set -eu
cd "$(dirname "$0")"
noto=/usr/share/fonts/opentype/noto
chars=$(mktemp)
trap 'rm -f "$chars"' EXIT

{
	perl -CO -e 'print map chr, 0x20..0x7e, 0xa0..0xff, 0x2010..0x2027, 0x2030..0x203b, 0x2190..0x2199, 0x2460..0x2473'
	perl -e 'for $r (1..9, 16..87) { print map pack("CC", $r + 160, $_ + 160), 1..94 }' | iconv -c -f GB2312 -t UTF-8
	bzcat /usr/share/unicode/Unihan_OtherMappings.txt.bz2 |
		perl -CO -ne 'print chr hex $1 if /^U\+(\S+)\tkTGH\t/'
	printf '〇¥€✓✕●○■□▲△▼▽◆◇★☆・'
} >"$chars"

# 2 is the Simplified Chinese face of the collection; 0 is the Japanese one.
for weight in Regular Bold; do
	hb-subset --face-index=2 --text-file="$chars" --no-hinting --layout-features=kern \
		--output-file="NotoSansSC-$weight.otf" "$noto/NotoSansCJK-$weight.ttc"
done

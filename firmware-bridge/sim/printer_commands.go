package sim

import "image"

// esc carries out the ESC commands.
func (r *Roll) esc(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '@':
		r.style, r.line, r.qr = plain, nil, qrStore{}
		return 2
	case '2':
		r.style.spacing = plain.spacing
		return 2
	case '!', '-', '3', 'E', 'J', 'M', 'R', 'a', 'd', 't':
	default:
		r.Unknown++
		return 2
	}
	if len(b) < 3 {
		return 0
	}
	n := int(b[2])
	switch b[1] {
	case '!':
		r.style.high, r.style.wide, r.style.bold = 1+n>>4&1, 1+n>>5&1, n&8 != 0
	case '3':
		r.style.spacing = n
	case 'E':
		r.style.bold = n&1 != 0
	case 'J':
		r.flush()
		r.feed(n)
	case 'd':
		r.flush()
		r.feed(n * r.style.spacing)
	case 'a':
		r.style.align = min(n&3, 2)
	}
	return 3
}

// flush prints a line that was begun.
func (r *Roll) flush() {
	if len(r.line) > 0 {
		r.newline()
	}
}

// fs carries out the commands of Chinese mode, which is always on.
func (r *Roll) fs(b []byte) int {
	switch {
	case len(b) < 2:
		return 0
	case b[1] == '&':
		return 2
	case b[1] != '!':
		r.Unknown++
		return 2
	case len(b) < 3:
		return 0
	}
	r.style.wide, r.style.high = 1+int(b[2]>>2&1), 1+int(b[2]>>3&1)
	return 3
}

// gs carries out the GS commands.
func (r *Roll) gs(b []byte) int {
	if len(b) < 3 {
		return 0
	}
	switch b[1] {
	case '!':
		r.style.wide, r.style.high = 1+int(b[2]>>4&7), 1+int(b[2]&7)
	case 'r', 'a':
		r.answer(b[1], b[2])
	case 'V':
		return r.knife(b)
	case 'v':
		return r.picture(b)
	case '(':
		return r.extended(b)
	default:
		r.Unknown++
	}
	return 3
}

// knife is GS V: 0, 1, 48, 49 cut here; 65, 66 feed first.
func (r *Roll) knife(b []byte) int {
	taken := 3
	if b[2] == 65 || b[2] == 66 {
		if len(b) < 4 {
			return 0
		}
		taken = 4
		r.flush()
		r.feed(96 + int(b[3]))
	}
	r.chop()
	return taken
}

// picture is GS v 0: mode, bytes of a row, rows. It is printed row by row as it comes.
func (r *Roll) picture(b []byte) int {
	const head = 8
	if b[2] != '0' {
		r.Unknown++
		return 3
	}
	if len(b) < head {
		return 0
	}
	stride, rows := int(b[4])+int(b[5])<<8, int(b[6])+int(b[7])<<8
	if len(b) < head+stride*rows {
		return 0
	}
	r.flush()
	wide, high := 1+int(b[3]&1), 1+int(b[3]>>1&1)
	for y := range rows {
		top := r.feed(high)
		for x := range stride * 8 {
			if b[head+y*stride+x/8]>>(7-x%8)&1 == 1 {
				r.block(x*wide, top, wide, high)
			}
		}
	}
	return head + stride*rows
}

func (r *Roll) block(x, y, wide, high int) {
	for dy := range high {
		for dx := range wide {
			r.set(x+dx, y+dy)
		}
	}
}

// extended is GS ( with its length; of these only k, QR codes, is carried out, in printers that can.
func (r *Roll) extended(b []byte) int {
	if len(b) < 5 {
		return 0
	}
	n := 5 + int(b[3]) + int(b[4])<<8
	if len(b) < n {
		return 0
	}
	if b[2] != 'k' || r.drawQR == nil {
		r.Unknown++
		return n
	}
	if f := b[5:n]; len(f) >= 2 && f[0] == 49 {
		r.code(f[1], f[2:])
	}
	return n
}

func (r *Roll) code(function byte, data []byte) {
	switch {
	case function == 67 && len(data) == 1:
		r.qr.module = int(data[0])
	case function == 80 && len(data) > 1:
		r.qr.text = string(data[1:])
	case function == 81:
		r.stamp()
	}
}

// stamp prints the stored code.
func (r *Roll) stamp() {
	r.flush()
	code, err := r.drawQR(r.qr.text, -max(1, r.qr.module))
	if err != nil {
		r.Unknown++
		return
	}
	size := code.Bounds()
	top, left := r.feed(size.Dy()), (r.dots-size.Dx())*r.style.align/2
	for y := range size.Dy() {
		for x := range size.Dx() {
			if isDark(code, size.Min.Add(image.Pt(x, y))) {
				r.set(left+x, top+y)
			}
		}
	}
}

func isDark(m image.Image, at image.Point) bool {
	red, _, _, alpha := m.At(at.X, at.Y).RGBA()
	return red < 0x8000 && alpha > 0x8000
}

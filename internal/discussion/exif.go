package discussion

import (
	"bytes"
	"encoding/binary"
)

// orientation is which way up a JPEG file says that it is, 1 to 8 as EXIF
// counts them; 0 where it does not say.
func orientation(content []byte) int {
	const app1, start = 0xe1, 0xda
	rest := content
	if !bytes.HasPrefix(rest, []byte{0xff, 0xd8}) {
		return 0
	}
	for rest = rest[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != start; {
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || len(rest) < 2+length {
			return 0
		}
		if part := rest[4 : 2+length]; rest[1] == app1 {
			if tiff, ok := bytes.CutPrefix(part, []byte("Exif\x00\x00")); ok {
				return orientationTag(tiff)
			}
		}
		rest = rest[2+length:]
	}
	return 0
}

// orientationTag looks for the tag in the first directory of a TIFF header.
func orientationTag(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	const tag, entry = 0x0112, 12
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	list := tiff[at+2:]
	for n := int(order.Uint16(tiff[at:])); n > 0 && len(list) >= entry; n-- {
		if order.Uint16(list) == tag {
			return int(order.Uint16(list[8:]))
		}
		list = list[entry:]
	}
	return 0
}

package assets

import (
	"strconv"
	"strings"
)

// choose returns the smallest form of a file that the browser accepts, and its encoding.
func choose(name, accept string) (body []byte, encoding string) {
	for _, twin := range []struct{ suffix, encoding string }{{".br", "br"}, {".gz", "gzip"}} {
		if !accepts(accept, twin.encoding) {
			continue
		}
		if b, err := dist.ReadFile("dist/" + name + twin.suffix); err == nil {
			return b, twin.encoding
		}
	}
	b, _ := dist.ReadFile("dist/" + name) // name is in the manifest
	return b, ""
}

// accepts reads an Accept-Encoding header: an encoding counts unless its quality is zero.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		if !found {
			return true
		}
		v, err := strconv.ParseFloat(q, 64)
		return err == nil && v > 0
	}
	return false
}

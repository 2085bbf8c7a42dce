package safety

import "strings"

// passage is a part of a text that organisers write in a little Markdown:
// headings, lists and paragraphs. Anything else stays as it was typed.
type passage struct {
	heading int // 2 or 3; 0 is none
	text    string
	items   []string
}

// prose takes a text apart.
func prose(text string) []passage {
	var list []passage
	var lines, items []string
	end := func() {
		if len(items) > 0 {
			list = append(list, passage{items: items})
		}
		if len(lines) > 0 {
			list = append(list, passage{text: strings.Join(lines, " ")})
		}
		lines, items = nil, nil
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		level := len(line) - len(strings.TrimLeft(line, "#"))
		rest := strings.TrimSpace(line[level:])
		item, listed := cutItem(line)
		switch {
		case line == "":
			end()
		case level > 0 && rest != "" && line[level] == ' ':
			end()
			list = append(list, passage{heading: min(max(level, 2), 3), text: rest})
		case listed:
			if len(lines) > 0 {
				end()
			}
			items = append(items, item)
		case len(items) > 0: // a long item goes on
			items[len(items)-1] += " " + line
		default:
			lines = append(lines, line)
		}
	}
	end()
	return list
}

func cutItem(line string) (string, bool) {
	for _, mark := range []string{"- ", "* "} {
		if rest, is := strings.CutPrefix(line, mark); is && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

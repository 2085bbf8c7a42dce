package archive

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// The kinds of column that both engines have.
const (
	kindText  = "text"
	kindInt   = "int"
	kindFloat = "float"
	kindBool  = "bool"
	kindTime  = "time"
	kindBytes = "bytes"
)

// timeLayout is how SQLite keeps times: text that sorts like the times it says.
const timeLayout = "2006-01-02 15:04:05.999999-07:00"

func (c column) encode(v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano), nil
	case []byte:
		if c.Kind == kindBytes {
			return base64.StdEncoding.EncodeToString(x), nil
		}
		return string(x), nil
	case int64:
		if c.Kind == kindBool {
			return x != 0, nil
		}
		return x, nil
	case string:
		if c.Kind == kindTime {
			t, err := parseTime(x)
			return t.UTC().Format(time.RFC3339Nano), err
		}
		return x, nil
	}
	return v, nil
}

func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{timeLayout, time.RFC3339Nano, "2006-01-02 15:04:05.999999999 -0700 MST", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time", text)
}

func (c column) decode(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch c.Kind {
	case kindTime, kindBytes, kindText:
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%v is not text", v)
		}
		switch c.Kind {
		case kindTime:
			t, err := time.Parse(time.RFC3339Nano, text)
			if c.asText {
				return t.UTC().Format(timeLayout), err
			}
			return t, err
		case kindBytes:
			return base64.StdEncoding.DecodeString(text)
		}
		return text, nil
	case kindInt:
		n, ok := v.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%v is not a number", v)
		}
		return n.Int64()
	case kindFloat:
		n, ok := v.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%v is not a number", v)
		}
		return n.Float64()
	}
	b, ok := v.(bool)
	if !ok {
		return nil, fmt.Errorf("%v is neither true nor false", v)
	}
	return b, nil
}

package insight

import (
	"sync"
	"time"
)

// kept remembers what was costly to read, by a key. Whoever asks for something
// that is being read waits for it, so that it is read once.
type kept[T any] struct {
	most int // values at once; it begins anew with one more
	mu   sync.Mutex
	keys map[string]*keptValue[T]
}

type keptValue[T any] struct {
	mu    sync.Mutex
	value T
	at    time.Time
	until time.Time
}

// get is the value of a key. read gives it, and for how long it holds.
func (k *kept[T]) get(key string, now time.Time, read func() (T, time.Duration, error)) (T, error) {
	k.mu.Lock()
	v := k.keys[key]
	if v == nil {
		if k.keys == nil || len(k.keys) >= k.most {
			k.keys = map[string]*keptValue[T]{}
		}
		v = &keptValue[T]{}
		k.keys[key] = v
	}
	k.mu.Unlock()

	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Before(v.until) && !now.Before(v.at) {
		return v.value, nil
	}
	value, holds, err := read()
	if err != nil {
		return value, err
	}
	v.value, v.at, v.until = value, now, now.Add(holds)
	return value, nil
}

// forget drops everything.
func (k *kept[T]) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = nil
}

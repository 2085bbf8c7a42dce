package seal_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"cuppa.example/internal/seal"
)

func TestProcessesThatStartAtOnceShareOneKey(t *testing.T) {
	t.Parallel()
	for range 20 {
		path := filepath.Join(t.TempDir(), "secret.key")
		prints := make([]string, 8)
		var wait sync.WaitGroup
		for i := range prints {
			wait.Go(func() {
				k, err := seal.LoadOrCreate(path)
				if err != nil {
					t.Error(err)
					return
				}
				prints[i] = k.Fingerprint()
			})
		}
		wait.Wait()
		for _, p := range prints {
			if p != prints[0] {
				t.Fatalf("different keys: %v", prints)
			}
		}
		files, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(files) != 1 {
			t.Errorf("left behind: %v, %v", files, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
}

package match

import (
	"context"
	"reflect"
	"testing"
)

func TestProgressIsToldAndChangesNothing(t *testing.T) {
	t.Parallel()
	groups := benchmarkInput(60, 6, true)
	groups.Size = 5
	for _, test := range []struct {
		name   string
		in     Input
		stages []Stage
	}{
		{"pairs", benchmarkInput(60, 200, true), []Stage{StageExchanging, StageCandidates, StagePricing, StageBlossoms}},
		{"groups", groups, nil},
	} {
		quiet := mustDraw(t, test.in, seed(3))
		seen := map[Stage]int{}
		ctx := WithProgress(t.Context(), func(stage Stage, done, of int64) {
			seen[stage]++
			if stage.String() == "" || done < 0 || of < 0 || of > 0 && done > of {
				t.Errorf("%s: %d of %d of stage %d", test.name, done, of, stage)
			}
		})
		told, err := Draw(ctx, test.in, seed(3))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(told, quiet) {
			t.Errorf("%s: another draw when somebody looks on", test.name)
		}
		for _, stage := range test.stages {
			if seen[stage] == 0 {
				t.Errorf("%s: nothing is told of %v", test.name, stage)
			}
		}
	}
}

func TestProgressCanEndTheWork(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ctx = WithProgress(ctx, func(stage Stage, _, _ int64) {
		if stage == StagePricing {
			cancel()
		}
	})
	if _, err := Draw(ctx, benchmarkInput(60, 200, true), seed(3)); err == nil {
		t.Error("it goes on although nobody waits")
	}
}

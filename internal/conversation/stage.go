package conversation

import "time"

// stage is where one person stands in a conversation: each has one main thing
// to do.
type stage string

const (
	stageArrange  stage = "arrange"  // agree a time
	stageAgreed   stage = "agreed"   // talk at that time
	stageAsk      stage = "ask"      // say whether you met
	stageOff      stage = "off"      // the other of a pair says that it will not happen
	stageAnswered stage = "answered" // you have said it
	stageAlone    stage = "alone"    // nobody is left to talk to
	stageOut      stage = "out"      // you are no longer part of it
	stageClosed   stage = "closed"   // it is too late for an answer
)

// stage is where p stands at now, when agreed is the time that stands, or zero.
func (c Conversation) stage(p Person, agreed, now time.Time) stage {
	switch {
	case p.Out():
		return stageOut
	case c.State == Cancelled:
		return stageAlone
	case p.Answer != None:
		return stageAnswered
	case !c.Answerable(now):
		return stageClosed
	case c.Running(now) && len(c.People) == fewest && c.calledOff(p.MemberID):
		return stageOff
	case !c.Running(now), !agreed.IsZero() && agreed.Add(c.Length).Before(now):
		return stageAsk
	case !agreed.IsZero():
		return stageAgreed
	case !now.Before(c.ending()):
		return stageAsk
	}
	return stageArrange
}

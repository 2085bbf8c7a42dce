package mentoring

// Kind is coaching or mentoring.
type Kind string

// The kinds. Either is for who seeks and does not mind.
const (
	Coaching  Kind = "coaching"
	Mentoring Kind = "mentoring"
	Either    Kind = "either"
)

// suits reports whether an offer of kind k is what is sought.
func (k Kind) suits(sought Kind) bool { return sought == Either || sought == "" || k == sought }

// The times at which, and the ways in which people can talk.
var (
	times = []string{"morning", "lunch", "afternoon", "evening"}
	ways  = []string{"video", "phone", "person"}
)

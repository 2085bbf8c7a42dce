package member

import (
	"context"
	"time"
)

// Export is what this package holds about a member, for the person themselves.
func (s *Members) Export(ctx context.Context, id string) (any, error) {
	m, err := byID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	d, err := s.describedBy(ctx, s.DB, m)
	if err != nil {
		return nil, err
	}
	sessions, err := s.Sessions(ctx, id)
	if err != nil {
		return nil, err
	}
	own, err := s.answers(ctx, d.Fields)
	if err != nil {
		return nil, err
	}
	x := exported{
		Name: m.Name, Email: m.Email, Phone: d.Phone, CallName: d.CallName, Organisation: m.Organisation,
		Role: m.Job, Region: m.Region, About: m.About, Topics: m.Topics, Blog: m.Blog, Answers: own,
		Language: m.Language, Pictured: m.Pictured, Organiser: m.Organiser, PausedUntil: moment(m.PausedUntil),
		Joined: m.JoinedAt, Agreed: moment(m.PledgedAt), Refused: moment(m.BouncedAt),
	}
	for _, session := range sessions {
		x.Sessions = append(x.Sessions, exportedSession{session.Device, session.CreatedAt, session.SeenAt})
	}
	return x, nil
}

// answers are the answers to the organiser's own fields by their labels.
func (s *Members) answers(ctx context.Context, values map[string]string) ([]exportedAnswer, error) {
	fields, err := s.Fields(ctx, s.DB)
	var list []exportedAnswer
	for _, f := range fields {
		if v := values[f.ID]; v != "" {
			list = append(list, exportedAnswer{f.Label, v})
		}
	}
	return list, err
}

type exported struct {
	Name         string            `json:"name"`
	Email        string            `json:"email"`
	Phone        string            `json:"phone"`
	CallName     string            `json:"video_call_name"`
	Organisation string            `json:"organisation"`
	Role         string            `json:"role"`
	Region       string            `json:"region"`
	About        string            `json:"about"`
	Topics       []string          `json:"topics"`
	Blog         string            `json:"blog_or_social_address"`
	Answers      []exportedAnswer  `json:"other_answers"`
	Language     string            `json:"language"`
	Pictured     bool              `json:"named_in_the_network_picture"`
	Organiser    bool              `json:"organiser"`
	PausedUntil  *time.Time        `json:"paused_until"`
	Joined       time.Time         `json:"joined"`
	Agreed       *time.Time        `json:"agreed_to_the_pledge"`
	Refused      *time.Time        `json:"address_refused_mail"`
	Sessions     []exportedSession `json:"signed_in_on"`
}

type exportedAnswer struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

type exportedSession struct {
	Device   string    `json:"device"`
	Began    time.Time `json:"signed_in"`
	LastUsed time.Time `json:"last_used"`
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

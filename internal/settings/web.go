package settings

import (
	"net/http"
	"strings"

	"cuppa.example/internal/form"
	"cuppa.example/internal/holiday"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/web"
)

// Routes are the organisers' pages about the network as a whole.
func (s *Settings) Routes(m *web.Mux) {
	m.Handle(web.Organiser, "GET /organise/settings", s.page)
	m.Handle(web.Organiser, "POST /organise/settings", s.save)
	m.Handle(web.Organiser, "GET /organise/fields", s.fieldsPage)
	m.Handle(web.Organiser, "GET /organise/fields/new", s.newFieldPage)
	m.Handle(web.Organiser, "POST /organise/fields/new", s.addField)
	m.Handle(web.Organiser, "GET /organise/fields/{id}", s.fieldPage)
	m.Handle(web.Organiser, "POST /organise/fields/{id}", s.changeField)
	m.Handle(web.Organiser, "POST /organise/fields/{id}/up", s.raiseField)
	m.Handle(web.Organiser, "GET /organise/fields/{id}/remove", s.removePage)
	m.Handle(web.Organiser, "POST /organise/fields/{id}/remove", s.removeField)
}

func (s *Settings) page(w http.ResponseWriter, r *http.Request) error {
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	f := form.With("name", n.Name, "purpose", n.Purpose, "pledge", n.Pledge, "rule", n.Rule, "contact", n.Contact,
		"time_zone", n.TimeZone, "holidays", string(n.Calendar()), "language", n.Language,
		"meeting", string(n.Meeting()), "meeting_base", n.MeetingBase,
		"guard_name", n.SafeguardingName, "guard_email", n.SafeguardingEmail, "guard_phone", n.SafeguardingPhone)
	return web.OK(w, r, settingsPage(f, s.Words.Languages()))
}

func (s *Settings) save(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	s.read(f, &n)
	if !f.OK() {
		return web.Unprocessable(w, r, settingsPage(f, s.Words.Languages()))
	}
	if err := s.Networks.Change(r.Context(), n); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/settings", "done.settings.saved")
}

func (s *Settings) read(f *form.Form, n *network.Network) {
	n.Name = f.Line("name", form.Required("settings.name.missing"), form.Max(network.MaxName))
	n.Purpose = f.Line("purpose", form.Required("settings.purpose.missing"), form.Max(network.MaxPurpose))
	n.Pledge = f.Text("pledge", form.Required("settings.pledge.missing"), form.Max(network.MaxPledge))
	n.Rule = f.Line("rule", form.Required("settings.rule.missing"), form.Max(network.MaxRule))
	if n.Contact = f.Line("contact"); n.Contact != "" {
		n.Contact = f.Email("contact", "")
	}
	if n.TimeZone = f.Line("time_zone"); !knownZone(n.TimeZone) {
		f.Fail("time_zone", "settings.time_zone.wrong")
	}
	calendars := make([]string, len(holiday.Calendars))
	for i, c := range holiday.Calendars {
		calendars[i] = string(c)
	}
	n.Holidays = holiday.Calendar(f.Choice("holidays", "settings.holidays.missing", calendars...))
	n.Language = f.Choice("language", "settings.language.missing", s.Words.Languages()...)
	readMeeting(f, n)
	readSafeguarding(f, n)
}

// readSafeguarding reads whom people turn to: a name without an address helps
// nobody, and an address needs a name.
func readSafeguarding(f *form.Form, n *network.Network) {
	n.SafeguardingName = f.Line("guard_name", form.Max(100))
	if n.SafeguardingEmail = f.Line("guard_email"); n.SafeguardingEmail != "" {
		n.SafeguardingEmail = f.Email("guard_email", "")
	}
	n.SafeguardingPhone = f.Line("guard_phone", form.Max(50))
	reachable := n.SafeguardingEmail != "" || n.SafeguardingPhone != ""
	if n.SafeguardingName == "" && reachable {
		f.Fail("guard_name", "settings.guard_name.missing")
	}
	if n.SafeguardingName != "" && !reachable {
		f.Fail("guard_email", "settings.guard_email.missing")
	}
}

func readMeeting(f *form.Form, n *network.Network) {
	kinds := make([]string, len(meeting.Kinds))
	for i, k := range meeting.Kinds {
		kinds[i] = string(k)
	}
	n.MeetingService = meeting.Kind(f.Choice("meeting", "settings.meeting.missing", kinds...))
	n.MeetingBase = ""
	if n.MeetingService != meeting.Jitsi {
		return // an address that was typed before another service was chosen
	}
	clean, ok := cleanMeetingBase(f.Line("meeting_base", form.Max(200)))
	if !ok {
		f.Fail("meeting_base", "settings.meeting_base.wrong")
	}
	n.MeetingBase = clean
}

func (s *Settings) fieldsPage(w http.ResponseWriter, r *http.Request) error {
	fields, err := s.members.Fields(r.Context(), s.DB)
	if err != nil {
		return err
	}
	return web.OK(w, r, fieldsPage(fields))
}

func (s *Settings) newFieldPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, fieldPage(form.With(), member.Field{}))
}

func (s *Settings) addField(w http.ResponseWriter, r *http.Request) error {
	return s.keepField(w, r, member.Field{}, "done.settings.added")
}

func (s *Settings) fieldPage(w http.ResponseWriter, r *http.Request) error {
	field, err := s.Field(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, fieldPage(form.With("label", field.Label, "choices", strings.Join(field.Choices, "\n")), field))
}

func (s *Settings) changeField(w http.ResponseWriter, r *http.Request) error {
	field, err := s.Field(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.keepField(w, r, field, "done.settings.changed")
}

func (s *Settings) keepField(w http.ResponseWriter, r *http.Request, field member.Field, done string) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	said := member.Field{
		ID:      field.ID,
		Label:   f.Line("label", form.Required("settings.field.label.missing"), form.Max(60)),
		Choices: choices(f),
	}
	if !f.OK() {
		return web.Unprocessable(w, r, fieldPage(f, field))
	}
	if err := s.SetField(r.Context(), said); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/fields", done)
}

// maxChoices bounds how many answers a field offers.
const maxChoices = 30

// choices reads the answers to choose from, one a line.
func choices(f *form.Form) member.Topics {
	var list member.Topics
	seen := map[string]bool{}
	for _, line := range strings.Split(f.Text("choices"), "\n") {
		line = form.CleanLine(line)
		if key := member.Fold(line); key == "" || seen[key] {
			continue
		}
		seen[member.Fold(line)] = true
		list = append(list, line)
		if len([]rune(line)) > 60 {
			f.Fail("choices", "settings.field.choices.long", "max", 60)
		}
	}
	switch {
	case len(list) == 1:
		f.Fail("choices", "settings.field.choices.one")
	case len(list) > maxChoices:
		f.Fail("choices", "settings.field.choices.many", "max", maxChoices)
	}
	return list
}

func (s *Settings) raiseField(w http.ResponseWriter, r *http.Request) error {
	if err := s.RaiseField(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/fields", "done.settings.moved")
}

func (s *Settings) removePage(w http.ResponseWriter, r *http.Request) error {
	field, err := s.Field(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, removePage(field))
}

func (s *Settings) removeField(w http.ResponseWriter, r *http.Request) error {
	if err := s.RemoveField(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/fields", "done.settings.removed")
}

package govuk

import "reflect"

// Texts are the words that the shell and the components say by themselves, translated by
// whoever fills the Frame. The tag names the key in the message catalogue after "chrome.".
type Texts struct {
	SkipLink     string `key:"skip-link"`
	Menu         string `key:"menu"`
	MenuLabel    string `key:"menu-label"`    // names the main navigation for screen readers
	AccountLabel string `key:"account-label"` // names the account links for screen readers
	SignIn       string `key:"sign-in"`
	Join         string `key:"join"`
	FooterTitle  string `key:"footer-title"`
	FooterNote   string `key:"footer-note"` // one quiet sentence about what this is

	DemoTag    string `key:"demo-tag"`
	DemoNotice string `key:"demo-notice"`
	DemoLink   string `key:"demo-link"`

	Error        string `key:"error"` // before a field's error and in the title of a page with errors
	ErrorSummary string `key:"error-summary"`
	Success      string `key:"success"`
	Important    string `key:"important"`
	Warning      string `key:"warning"`
	Back         string `key:"back"`
	Breadcrumb   string `key:"breadcrumb"`

	Pagination   string `key:"pagination"`
	Previous     string `key:"previous"`
	PreviousPage string `key:"previous-page"` // what "Previous" leads to, for screen readers
	Next         string `key:"next"`
	NextPage     string `key:"next-page"`
	Page         string `key:"page"` // before a page number

	Day    string `key:"day"`
	Month  string `key:"month"`
	Year   string `key:"year"`
	Search string `key:"search"`

	// The combobox's announcements; %{count} is replaced in the browser.
	MatchesOne   string `key:"matches-one"`
	MatchesOther string `key:"matches-other"`
	MatchesNone  string `key:"matches-none"`

	// The character count; %{count} is replaced in the browser and by Textarea.
	CountLimit      string `key:"count-limit"`
	CountUnderOne   string `key:"count-under-one"`
	CountUnderOther string `key:"count-under-other"`
	CountAt         string `key:"count-at"`
	CountOverOne    string `key:"count-over-one"`
	CountOverOther  string `key:"count-over-other"`
}

var english = Texts{
	SkipLink:     "Skip to main content",
	Menu:         "Menu",
	MenuLabel:    "Main menu",
	AccountLabel: "Your account",
	SignIn:       "Sign in",
	Join:         "Join",
	FooterTitle:  "About this site",
	FooterNote:   "Run with Cuppa, for people who learn from each other.",

	DemoTag:    "Demo",
	DemoNotice: "This is a demo. The people are made up and no email leaves this machine.",
	DemoLink:   "Read the emails",

	Error:        "Error",
	ErrorSummary: "There is a problem",
	Success:      "Success",
	Important:    "Important",
	Warning:      "Warning",
	Back:         "Back",
	Breadcrumb:   "Breadcrumb",

	Pagination:   "Pagination",
	Previous:     "Previous",
	PreviousPage: "page",
	Next:         "Next",
	NextPage:     "page",
	Page:         "Page",

	Day:    "Day",
	Month:  "Month",
	Year:   "Year",
	Search: "Search",

	MatchesOne:   "%{count} suggestion",
	MatchesOther: "%{count} suggestions",
	MatchesNone:  "No suggestions. What you typed will be used.",

	CountLimit:      "You can enter up to %{count} characters",
	CountUnderOne:   "You have %{count} character remaining",
	CountUnderOther: "You have %{count} characters remaining",
	CountAt:         "You have 0 characters remaining",
	CountOverOne:    "You have %{count} character too many",
	CountOverOther:  "You have %{count} characters too many",
}

// TextsFrom asks lookup for every text by its key ("skip-link"), so that the catalogue and
// the struct cannot drift apart: a test over the keys finds what is missing.
func TextsFrom(lookup func(key string) string) Texts {
	var t Texts
	v := reflect.ValueOf(&t).Elem()
	for i := range v.NumField() {
		v.Field(i).SetString(lookup(v.Type().Field(i).Tag.Get("key")))
	}
	return t
}

// EnglishTexts returns the built-in English by key, as the catalogue needs it.
func EnglishTexts() map[string]string {
	m := make(map[string]string)
	v := reflect.ValueOf(english)
	for i := range v.NumField() {
		m[v.Type().Field(i).Tag.Get("key")] = v.Field(i).String()
	}
	return m
}

func (t Texts) complete() Texts {
	v, e := reflect.ValueOf(&t).Elem(), reflect.ValueOf(english)
	for i := range v.NumField() {
		if v.Field(i).String() == "" {
			v.Field(i).Set(e.Field(i))
		}
	}
	return t
}

package mail

import "time"

// Letter is what a person reads.
type Letter struct {
	Subject string
	// Preview is the line that inboxes show after the subject.
	Preview string
	Blocks  []Block
	// ReplyTo is the address that an answer goes to, where it is not the
	// network's, or several separated by commas.
	ReplyTo string
	// Calendar is an invitation that mail programs offer to add, or nil.
	Calendar *Calendar
	// OneClick is the address that a mail program posts to when its reader
	// unsubscribes (RFC 8058), or empty.
	OneClick string
	// Thread is the same for all letters that mail programs show together: a
	// word of letters, digits, dots and hyphens. Empty for a letter of its own.
	Thread string
}

// Calendar is a part of type text/calendar.
type Calendar struct {
	Method string // REQUEST, CANCEL or PUBLISH
	ICS    string
}

// Block is a part of a letter. Make one with the functions below.
type Block struct {
	Kind  string
	Text  string
	Href  string
	Items []string
	Rows  []Row
}

// Row is a line of Facts.
type Row struct {
	Label string
	Text  string
	Href  string
}

// Para is a paragraph.
func Para(text string) Block { return Block{Kind: "para", Text: text} }

// Heading begins a section.
func Heading(text string) Block { return Block{Kind: "heading", Text: text} }

// Button is the one thing to do; its page asks before anything changes.
func Button(text, href string) Block { return Block{Kind: "button", Text: text, Href: href} }

// Link is a line of its own that leads somewhere.
func Link(text, href string) Block { return Block{Kind: "link", Text: text, Href: href} }

// List is a bulleted list.
func List(items ...string) Block { return Block{Kind: "list", Items: items} }

// Facts are labelled lines.
func Facts(rows ...Row) Block { return Block{Kind: "facts", Rows: rows} }

// Quote is what somebody else wrote.
func Quote(text string) Block { return Block{Kind: "quote", Text: text} }

// Small is a closing remark.
func Small(text string) Block { return Block{Kind: "small", Text: text} }

// Envelope says whom a letter is for and makes it unique.
type Envelope struct {
	// Kind names the letter for the organiser's record: "conversation.match".
	Kind string
	// Key is unique over all letters: queueing twice with one key sends once.
	Key string
	// MemberID is whom it is for, or empty for somebody who is no member.
	MemberID string
	Name     string
	Email    string
	Lang     string
	// NotBefore holds a letter back; zero sends at once.
	NotBefore time.Time
}

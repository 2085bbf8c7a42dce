// Package discussion is rooms in which people write to each other: one stream
// of posts, the newest at the end.
//
// A room belongs to something of a feature, such as a circle, which opens it,
// says who is in it, draws what stands around its pages, and closes it. Who is
// in a room reads everything of it; nobody else sees anything, organisers
// neither: to them a room, its files and its events do not exist. They see a
// post when somebody reports it, in the report. A closed room can be read, and
// nothing in it changes.
//
// A post is a small safe Markdown, with pictures and files, and may answer an
// earlier one. Its author edits it, and what stood there before stays readable
// by the room; its author deletes it, and its place says so. Posts of somebody
// whom the reader has blocked are folded, for that reader alone.
//
// Everything works by plain pages. With JavaScript a page also listens to the
// room's events, and new posts appear by themselves (live.go).
//
// What somebody has not read comes by email as they like: each post, once a
// day, once a week, or not at all. All letters about a room carry the same
// References, so that mail programs show them as one thread. To take answers by
// email later, letters would get a Reply-To of their own (letters.go, thread),
// a signed address that names the room and the member as links do, and whatever
// reads that mailbox would call Write.
//
// Texts are not encrypted at rest. They are for several people who may each
// keep and export them, they are searched, and whoever has the database's
// machine has the key too: encrypting would cost the search and protect from
// nobody. Nothing of them is ever logged. What is for one person alone, or for
// two, belongs elsewhere.
//
// When somebody is erased the words and files of their posts go, with what
// stood there before; the places stay, so that answers to them keep their sense.
//
// Tables: discussion_rooms, discussion_people, discussion_posts,
// discussion_versions, discussion_mentions, discussion_files, discussion_contents.
package discussion

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS

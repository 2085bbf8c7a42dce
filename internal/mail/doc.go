// Package mail writes letters, keeps them in an outbox and hands them to an
// SMTP server.
//
// A letter is a list of blocks, rendered to HTML and to plain text, so that
// the plain twin is never an afterthought. Queueing it writes one row of
// mail_outbox in the transaction that caused it. Deliver takes rows that are
// due under a lease, sends them over connections that stay open, and marks
// them. No message is lost. A copy can repeat only where the process was
// killed in the middle of a send, or where the server's answer was lost: the
// row is then unknown, and the repetition has the same Message-ID.
//
// What a row says about a person is encrypted, and goes once the letter is
// sent; kind and dates stay for ninety days.
//
// Table: mail_outbox.
package mail

// Package chart draws numbers and networks as SVG on the server: columns,
// lines and bars, and the places of the people in a picture of who met whom.
//
// A chart is drawn across whatever width it gets. Places along it are per cent
// and everything else is pixels, so that its words have the same size on a phone
// and on a desk. What tells series apart is a pattern, a dash or a shape as well
// as a colour; the colours are classes of the style sheet "chart.css", which
// also says how they look in forced colours. Every chart has a title and a
// sentence that says what it shows; the numbers themselves belong in a table
// beside it.
//
// Nothing here knows a feature, a request or the database, and the same input
// always gives the same drawing.
package chart

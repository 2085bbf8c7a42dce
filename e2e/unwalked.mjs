// Pages that no journey looks at yet: their Go tests read them, but nobody has
// examined them in a browser. Whoever leads a journey there takes the line out.
//
// Most are doors: the page of a letter's link (/w/, /circle-calls/) and the page
// for who is signed in (/relationships/, /circles/.../calls/) are the same, and
// what of it is open depends on how far things are.
export const unwalked = [
  '/c/{token}/call',
  '/circle-calls/{token}',
  '/circle-calls/{token}/after',
  '/circle-calls/{token}/change',
  '/circle-calls/{token}/join',
  '/circle-calls/{token}/link',
  '/circle-promises/{token}',
  '/circle-takes/{token}',
  '/circle-turns/{token}',
  '/circles/{id}/calls/{call}/after',
  '/circles/{id}/calls/{call}/change',
  '/circles/{id}/calls/{call}/link',
  '/conversations/{id}/call',
  '/discussion-emails/{token}',
  '/discussions/{id}/events',
  '/discussions/{id}/files/{file}',
  '/discussions/{id}/posts/{post}/history',
  '/relationships/{id}/agreement/copy',
  '/relationships/{id}/closing',
  '/relationships/{id}/held',
  '/relationships/{id}/reflections/{reflection}',
  '/relationships/{id}/reflections/{reflection}/publish',
  '/relationships/{id}/review',
  '/relationships/{id}/time',
  '/w/{token}/actions/{action}',
  '/w/{token}/agreement/change',
  '/w/{token}/call',
  '/w/{token}/close',
  '/w/{token}/closing',
  '/w/{token}/held',
  '/w/{token}/review',
  '/work-together/{conversation}',
];

// What only pages with JavaScript ask for.
export const scripted = ['/discussions/{id}/events'];

// Pages that no journey looks at yet: their Go tests read them, but nobody has
// examined them in a browser. Whoever leads a journey there takes the line out.
export const unwalked = [
  '/relationships/{id}/reflections/{reflection}/publish', // nothing leads there yet

  // Where people type the address of a call themselves. The demo's calls have rooms.
  '/circle-calls/{token}/link',
  '/circles/{id}/calls/{call}/link',
  '/circles/{id}/calls/{call}/change', // the facilitator's; the letter's page is the same
];

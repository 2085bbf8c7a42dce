// Every journey is made twice: as most people make it, and as the pages must
// also work, without JavaScript on the narrowest screen.
export const ways = [
  { name: 'with JavaScript, 1280 px', javascript: true, width: 1280 },
  { name: 'without JavaScript, 320 px', javascript: false, width: 320 },
];

// How the browser is started.
export const options = {
  executablePath: process.env.CUPPA_CHROMIUM || '/usr/bin/chromium',
  args: [
    // Chromium's sandbox refuses root, as which containers run.
    ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    // Nothing but the pages under test: no updates, no sync, no other host.
    '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};

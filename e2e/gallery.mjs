// The gallery of components, served as the product serves its pages.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';

// startGallery returns its address and how to stop it.
export async function startGallery() {
  execFileSync('go', ['build', '-o', 'tmp/gallery', './internal/govuk/gallery/serve'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const program = spawn('tmp/gallery', { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(program, 'exit');
  const [line] = await once(program.stdout, 'data');
  return {
    url: line.toString().trim(),
    async stop() {
      program.kill('SIGTERM');
      await ended;
    },
  };
}

// Builds assets/dist: sass and esbuild, content-hashed names, compressed twins, and
// manifest.json, from which embed.go learns the names.
//
// To add a page-specific script or stylesheet, put it into js/pages/ or scss/pages/: every
// file there becomes an entry under its own name, and a page asks for it by
// govuk.PageProps{Scripts: []string{"picture.js"}}.
import { build } from 'esbuild';
import { compile, SassString } from 'sass';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, 'dist');

// icon("mark.svg") in a stylesheet is that icon as a data address, which saves a request
const inlineIcon = {
  'icon($name)': ([name]) => {
    const svg = readFileSync(join(here, 'icons', name.assertString().text), 'utf8').replace(/\s*\n\s*/g, '');
    return new SassString(
      `url("data:image/svg+xml,${encodeURIComponent(svg).replace(/%20/g, ' ').replace(/%3D/g, '=').replace(/%22/g, "'").replace(/%2F/g, '/')}")`,
      { quotes: false },
    );
  },
};

const filesIn = (dir, extension) =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((f) => f.endsWith(extension) && !f.startsWith('_'))
        .map((f) => join(dir, f))
    : [];

function styles() {
  const entries = [join(here, 'scss/app.scss'), ...filesIn(join(here, 'scss/pages'), '.scss')];
  return entries.map((entry) => ({
    name: basename(entry, '.scss') + '.css',
    body: Buffer.from(
      compile(entry, {
        style: 'compressed',
        loadPaths: [join(root, 'node_modules'), join(here, 'scss')],
        functions: inlineIcon,
        quietDeps: true,
      }).css,
    ),
  }));
}

// Classic for app.js: it runs before the first paint and marks the page as scripted, so
// that nothing moves afterwards. Modules for pages: they are deferred anyway.
async function script(entry, format) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: ['es2020'],
    legalComments: 'none',
    nodePaths: [join(root, 'node_modules')],
    write: false,
  });
  return { name: basename(entry), body: Buffer.from(result.outputFiles[0].contents) };
}

async function scripts() {
  const pages = filesIn(join(here, 'js/pages'), '.js');
  return Promise.all([script(join(here, 'js/app.js'), 'iife'), ...pages.map((p) => script(p, 'esm'))]);
}

const icons = () => filesIn(join(here, 'icons'), '.svg').map((f) => ({ name: basename(f), body: readFileSync(f) }));

function clear() {
  mkdirSync(dist, { recursive: true });
  for (const f of readdirSync(dist)) rmSync(join(dist, f), { recursive: true });
  writeFileSync(join(dist, '.keep'), ''); // committed, so that a fresh clone compiles
}

function twins(body) {
  return {
    '.br': brotliCompressSync(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
    '.gz': gzipSync(body, { level: 9 }),
  };
}

const files = [...styles(), ...(await scripts()), ...icons()];
clear();
const manifest = {};
for (const { name, body } of files) {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
  const hashed = basename(name, extname(name)) + '-' + hash + extname(name);
  manifest[name] = hashed;
  writeFileSync(join(dist, hashed), body);
  const sizes = [`${body.length} B`];
  for (const [suffix, small] of Object.entries(twins(body))) {
    if (small.length >= body.length) continue;
    writeFileSync(join(dist, hashed + suffix), small);
    sizes.push(`${small.length} B${suffix}`);
  }
  console.log(`${hashed}  ${sizes.join('  ')}`);
}
writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');

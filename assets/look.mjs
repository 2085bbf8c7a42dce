// Looks at pages in Chromium: node assets/look.mjs BASE PATH…
// For every path it runs axe, and checks that nothing scrolls sideways at 320 px, nothing
// moves while the page loads, the content policy blocks nothing, and a first visit keeps to
// its budget. LOOK_SHOTS=DIR keeps pictures. Exit status 1 when anything is wrong.
import { readFileSync, mkdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const [base, ...paths] = process.argv.slice(2)
const shots = process.env.LOOK_SHOTS

const modes = [
  { name: '1280', width: 1280, js: true },
  { name: '320', width: 320, js: true },
  { name: '320-nojs', width: 320, js: false },
  { name: '1280-forced', width: 1280, js: true, forcedColors: 'active', axe: false }
]
const budget = { withJS: 55 * 1024, withoutJS: 40 * 1024, requests: 4 }
const problems = []
const wrong = (where, what) => problems.push(`${where}: ${what}`)

async function transfer(page) {
  const sent = []
  page.on('requestfinished', async (request) => {
    const response = await request.response()
    const sizes = await request.sizes()
    const html = (response.headers()['content-type'] ?? '').startsWith('text/html')
    // the gallery sends pages as they are; the product compresses them
    const body = html && !response.headers()['content-encoding'] ? gzipSync(await response.body()).length : sizes.responseBodySize
    sent.push({ url: request.url(), bytes: body })
  })
  return sent
}

// shifts are watched from before the page's own scripts on
const watchShifts = () => {
  window.shifts = 0
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value
  }).observe({ type: 'layout-shift', buffered: true })
}

async function look(browser, path, mode) {
  const where = `${path} ${mode.name}`
  const context = await browser.newContext({
    javaScriptEnabled: mode.js,
    viewport: { width: mode.width, height: 900 },
    forcedColors: mode.forcedColors ?? 'none',
    reducedMotion: 'reduce'
  })
  const page = await context.newPage()
  page.on('console', (m) => {
    if (m.type() === 'error' || /Content Security|Refused/.test(m.text())) wrong(where, m.text())
  })
  page.on('pageerror', (e) => wrong(where, e.message))
  if (mode.js) await page.addInitScript(watchShifts)
  const sent = await transfer(page)
  await page.goto(base + path, { waitUntil: 'load' })
  await page.waitForTimeout(150)
  if (mode.js && mode.axe !== false) {
    const found = await page.evaluate(
      `(() => { ${axe}; return axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }) })()`
    )
    for (const v of found.violations) wrong(where, `axe ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')} (${v.nodes[0].failureSummary})`)
    if (found.passes.length < 10) wrong(where, `axe ran only ${found.passes.length} rules`)
    const shift = await page.evaluate('window.shifts')
    if (shift > 0.0005) wrong(where, `layout shift ${shift.toFixed(4)}`)
  }
  await width(page, where)
  const bytes = sent.reduce((sum, s) => sum + s.bytes, 0)
  if (sent.length > budget.requests) wrong(where, `${sent.length} requests: ${sent.map((s) => s.url)}`)
  if (bytes > (mode.js ? budget.withJS : budget.withoutJS)) wrong(where, `${bytes} bytes`)
  if (shots) {
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: `${shots}/${path.replace(/\W/g, '') || 'front'}-${mode.name}.png`, fullPage: true })
  }
  await context.close()
  return { where, requests: sent.length, bytes }
}

async function width(page, where) {
  // playwright evaluates even where the page's own scripts are off
  const { page: inner, view, widest } = await page.evaluate(() => {
    const view = document.documentElement.clientWidth
    const clipped = (e) => e.closest('.cuppa-scroll, .govuk-visually-hidden, pre') !== null
    const wide = [...document.body.querySelectorAll('*')].find((e) => e.getBoundingClientRect().right > view + 1 && !clipped(e))
    return { page: document.documentElement.scrollWidth, view, widest: wide?.outerHTML.slice(0, 120) }
  })
  if (inner > view) wrong(where, `scrolls sideways: ${inner} > ${view}: ${widest}`)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
const looks = []
try {
  for (const path of paths.toSorted()) for (const mode of modes) looks.push(await look(browser, path, mode))
} finally {
  await browser.close()
}
for (const l of looks) console.log(`${l.where}: ${l.requests} requests, ${l.bytes} bytes`)
console.log(`looked at ${looks.length} pages`)
for (const p of problems) console.error(`PROBLEM ${p}`)
process.exit(problems.length > 0 ? 1 : 0)

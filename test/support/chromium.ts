import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

export const hasChromium = program !== undefined

/** Starts the browser that is installed here; Playwright's own would have to be downloaded. */
export async function launchChromium(): Promise<Browser> {
  if (!program) throw new Error('No Chromium is installed (apt-get install chromium).')
  return await chromium.launch({
    executablePath: program,
    // Chromium refuses to run as root with its sandbox; the other flags keep it from asking the network for anything.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

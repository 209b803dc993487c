/**
 * The app opens to its last screen at once: a picture of it, which is drawn before the page's own code is read and which
 * that code replaces. It shows, and takes no part in anything: no key, click or screen reader reaches it.
 */
import { drawPicture, type Picture, takePicture } from './picture.ts'
import { recall, remember } from './storage.ts'

/** Larger ones would take longer to draw than they save. In characters. */
const largest = 400_000
/** In milliseconds. */
const interval = 30_000

type LastScreen = { language: string; width: number; height: number; screen: Picture }

let mayKeep = false

/** Keeps the screen from now on: when the window goes out of sight or ends, and now and then for when it is killed. */
export function setupLastScreen(root: HTMLElement): void {
  const keep = () => mayKeep && keepLastScreen(root)
  addEventListener('pagehide', keep)
  document.addEventListener('visibilitychange', () => document.hidden && keep())
  setInterval(() => requestIdleCallback(keep), interval)
}

/** Whether what is on screen is an account's, to be shown again when the app opens. What was kept goes when it is not. */
export function mayKeepLastScreen(may: boolean): void {
  mayKeep = may
  if (!may) forgetLastScreen()
}

/** What it shows is not the person's to read any more. It is kept anew before long. */
export function forgetLastScreen(): void {
  remember('lastScreen', null)
}

function keepLastScreen(root: HTMLElement) {
  const screen = root.firstElementChild && takePicture(root.firstElementChild)
  if (!screen) return
  const { innerWidth: width, innerHeight: height } = window
  const kept: LastScreen = { language: document.documentElement.lang, width, height, screen }
  const text = JSON.stringify(kept)
  remember('lastScreen', text.length <= largest ? text : null)
}

/** Draws what was kept, when it fits the window as it is now. Whether it did. */
export function drawLastScreen(root: HTMLElement): boolean {
  const kept = readLastScreen()
  if (!kept || kept.width !== innerWidth || kept.height !== innerHeight) return false
  document.documentElement.lang = kept.language
  const { node, settle } = drawPicture(kept.screen)
  const frame = document.createElement('div')
  frame.className = 'last-screen'
  frame.inert = true
  frame.ariaHidden = 'true'
  frame.append(node)
  root.append(frame)
  settle()
  return true
}

function readLastScreen(): LastScreen | undefined {
  const text = recall('lastScreen')
  try {
    return text ? (JSON.parse(text) as LastScreen) : undefined
  } catch {
    return undefined
  }
}

import { stripVTControlCharacters } from 'node:util'

const segmenter = new Intl.Segmenter()
// East Asian wide and full-width forms, and emoji, take two columns of a terminal.
const wide =
  /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** How many columns of a terminal a text takes: colours take none, wide characters two. */
export function stringWidth(text: string): number {
  let width = 0
  for (const { segment } of segmenter.segment(stripVTControlCharacters(text))) {
    width += wide.test(segment) ? 2 : 1
  }
  return width
}

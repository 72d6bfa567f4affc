import { InvalidArgumentError, Option } from 'commander'

/** `--limit <count>`: at most so many, a whole number from 1; `usual` of them where it is left out. */
export function limitOption(what: string, usual?: number): Option {
  const option = new Option('--limit <count>', what).argParser(readCount)
  return usual === undefined ? option : option.default(usual)
}

function readCount(text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('Expected a whole number from 1.')
}

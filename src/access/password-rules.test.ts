import { expect, test } from 'vitest'
import { requireGoodPassword } from './password-rules.ts'

const ada = { email: 'ada.byron@postbud.example', name: 'Ada Lovelace' }

test.each([
  ['too short', 'short pass', /10 characters; it needs 12/],
  ['short, though of many bytes', '🦊🦊🦊🦊🐻🐻🐻🐼', /8 characters/],
  ['too long', 'ab cd ef '.repeat(40), /more than 256/],
  ['one character', 'aaaaaaaaaaaaaaaa', /repeats or counts/],
  ['a few characters', 'abababababab', /repeats or counts/],
  ['counting', '123456789012', /repeats or counts/],
  ['counting down', 'zyxwvutsrqponm', /repeats or counts/],
  ['a common one', '1qaz2wsx3edc4rfv', /tried first/],
  ['a common one in capitals', 'QWERTY123456', /tried first/],
  ['a common one with digits around it', 'Password2026!', /tried first/],
  ['a common one twice', 'dragondragon1', /tried first/],
  ['the name', 'my name is Lovelace!', /contains your name/],
  ['a part of the address', 'i am lord byron today', /contains your name/],
  ['the product', 'i love postbud so much', /contains your name/],
])('%s is refused', (_, password, why) => {
  expect(() => requireGoodPassword(password, ada)).toThrow(why)
})

test.each(['violet anchor paddle 7', 'rødgrød med fløde på', '92837465019283', 'T-72 q8!zKpw', 'ada lives in a house'])(
  'a long one that nobody guesses passes, without a rule about kinds of characters: %s',
  (password) => {
    expect(() => requireGoodPassword(password, ada)).not.toThrow()
  },
)

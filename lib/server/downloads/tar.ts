/**
 * Files as one ustar archive (POSIX.1-1988): plain, dependency-free, and read by every system.
 * Names are ASCII of at most 100 characters.
 */
export function tarOf(files: Iterable<readonly [name: string, text: string]>, at: Date): Buffer {
  const parts: Buffer[] = []
  for (const [name, text] of files) {
    const content = Buffer.from(text, 'utf8')
    parts.push(header(name, content.length, at), content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1_024)])
}

function header(name: string, size: number, at: Date): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`not a name for an archive: ${name}`)
  const block = Buffer.alloc(512)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  block.write(name, 0)
  block.write(octal(0o600, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(Math.floor(at.getTime() / 1_000), 11), 136)
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

import { createHash } from 'node:crypto';

/** Hands out one id after the other. */
export type IdSource = () => string;

/** The UUID-shaped id (version 4 form) that belongs to this name: the same name gives the same id in every run. */
export function namedId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** A counter that starts at one for this seed: the same seed gives the same row of UUID-shaped ids. */
export function idSequence(seed: string): IdSource {
  let count = 0;
  return () => {
    count += 1;
    return namedId(`${seed}#${count}`);
  };
}

/** Words that carry no content of their own. Never hidden, whoever's data they occur in. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  'a an and or of to in on at by for with without from this that is are was be been it its as not no if the'.split(' '),
);

const ERROR_WORDS: ReadonlySet<string> = new Set(
  `order orders line lines item items sku product products address addresses street city state zip postal country phone email
  name first last company field fields value values invalid required missing must found unknown error errors request response
  failed failure already exists exist too long short characters character number numbers quantity price amount total tax date
  status shipping shipped billing customer warehouse channel stock code key id type version null true false cannot could can
  has have allowed only one of be than more less least most same different expected got given set unset valid format body json
  resource object text string integer decimal empty duplicate unique conflict concurrent modification timeout server service
  method cart store order_id redacted secret cut`
    .split(/\s+/)
    .concat([...FUNCTION_WORDS]),
);

/**
 * Whether a text is one ordinary word of an API's error messages. Such words stay readable when they merely also occur in
 * notes or unknown fields.
 */
export function isTechnicalWord(text: string): boolean {
  return ERROR_WORDS.has(text.toLowerCase());
}

/* JSON over several lines, token by token: numbers and escapes stay exactly as they were sent, doubled keys too. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** The text over several lines, or null where it is no JSON object or array. */
export function pretty(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null) {
      return null;
    }
  } catch {
    return null;
  }
  let out = '';
  let depth = 0;
  let before = '';
  const newLine = () => { out += '\n' + '  '.repeat(depth); };
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') {
      depth--;
      if (before !== '{' && before !== '[') {
        newLine();
      }
      out += token;
    } else {
      if (before === '{' || before === '[' || before === ',') {
        newLine();
      }
      out += token === ':' ? ': ' : token;
      if (token === '{' || token === '[') {
        depth++;
      }
    }
    before = token;
  }
  return out;
}

/** Where JSON breaks, in words, or null where it does not: a hint while typing; the server decides. */
export function jsonTrouble(text) {
  if (/[\u201c\u201d\u201e\u2018\u2019]/.test(text)) {
    return 'There are curly quotes in it (“ ”). JSON wants straight ones (").';
  }
  try {
    JSON.parse(text);
    return null;
  } catch (failure) {
    return failure.message;
  }
}

const plain = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 });
const hours = { hour: '2-digit', minute: '2-digit' };
const toMinutes = new Intl.DateTimeFormat(undefined, hours);
const toSeconds = new Intl.DateTimeFormat(undefined, { ...hours, second: '2-digit' });
const toTenths = new Intl.DateTimeFormat(undefined, { ...hours, second: '2-digit', fractionalSecondDigits: 1 });

/** A value for reading; numbers in the reader's own way. */
export function value(of) {
  return typeof of === 'number' ? plain.format(of) : String(of);
}

/** The time of day of a moment in seconds. */
export function time(seconds) {
  return toTenths.format(seconds * 1_000);
}

/** The same for an axis whose marks are so many seconds apart. */
export function clock(seconds, step) {
  return (step < 60 ? toSeconds : toMinutes).format(seconds * 1_000);
}

/** An ISO moment in seconds; what is finer than a microsecond is lost. */
export function seconds(iso) {
  const [, whole, fraction = ''] = /^(.*?)(\.\d+)?Z$/.exec(iso);
  return Date.parse(whole + 'Z') / 1_000 + Number('0' + fraction);
}

/** Puts a list of name=value pairs into a list element. */
export function tags(list, pairs) {
  list.replaceChildren(...Object.entries(pairs).map(([name, of]) => {
    const item = document.createElement('li');
    item.textContent = `${name}=${of}`;
    return item;
  }));
}

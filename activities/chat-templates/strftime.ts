const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A day as Python's strftime prints it in the C locale, at midnight; what it does not know stays as it is. The one in
 * `@huggingface/jinja` takes names of months from the machine's locale.
 */
export function strftime(day: string, format: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const month = months[date.getUTCMonth()] ?? '';
  const weekday = days[date.getUTCDay()] ?? '';
  const year = date.getUTCFullYear();
  const ordinal = (date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1;
  const known: Readonly<Record<string, string>> = {
    Y: String(year),
    y: padded(year % 100),
    m: padded(date.getUTCMonth() + 1),
    d: padded(date.getUTCDate()),
    j: String(ordinal).padStart(3, '0'),
    B: month,
    b: month.slice(0, 3),
    A: weekday,
    a: weekday.slice(0, 3),
    H: '00',
    I: '12',
    M: '00',
    S: '00',
    p: 'AM',
    '%': '%',
  };
  return format.replaceAll(/%(-?)([a-zA-Z%])/g, (whole, unpadded: string, letter: string) => {
    const text = known[letter];
    if (text === undefined) return whole;
    return unpadded === '' ? text : text.replace(/^0+(?=\d)/, '');
  });
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}

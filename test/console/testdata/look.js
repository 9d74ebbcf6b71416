import { all, shown } from './words.js';

const parse = (color) => {
  const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
};

const over = (top, under) => ({
  r: top.r * top.a + under.r * (1 - top.a),
  g: top.g * top.a + under.g * (1 - top.a),
  b: top.b * top.a + under.b * (1 - top.a),
  a: 1,
});

// The colour that is painted behind an element's text.
const behind = (e) => {
  if (!e) return { r: 255, g: 255, b: 255, a: 1 };
  const color = parse(getComputedStyle(e).backgroundColor);
  return color.a === 1 ? color : over(color, behind(e.parentElement));
};

const luminance = ({ r, g, b }) => {
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const [x, y, z] = [r, g, b].map((c) => linear(c / 255));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};

const contrast = (e) => {
  const back = behind(e);
  const front = over(parse(getComputedStyle(e).color), back);
  const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
};

const hasText = (e) =>
  e.matches('input, select, textarea') || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());

// The texts whose contrast is below 4.5:1 (WCAG 2.2, 1.4.3), as their colours are computed on
// the background that is painted behind them.
export function faintTexts() {
  const texts = all('body *').filter(shown).filter(hasText);
  const found = texts.map((e) => ({
    ratio: contrast(e),
    text: e.className + ' ' + e.textContent.trim().slice(0, 40),
  }));
  const faint = found.filter(({ ratio }) => ratio < 4.5);
  return { texts: texts.length, faint: faint.map(({ ratio, text }) => ratio.toFixed(2) + ' ' + text) };
}

// Adds an inline script, and tells which directive of the page's policy it violates.
export const violatePolicy = () =>
  new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = "document.title = 'run'";
    document.head.append(script);
  });

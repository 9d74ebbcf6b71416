export function readInFrame({ url }) {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.src = '/frame.html#' + url;
  document.body.append(frame);
  return new Promise((resolve) => addEventListener('message', (e) => resolve(e.data)));
}

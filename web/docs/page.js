// What a page does beside the search. Without a script it does nothing of this, and has all the same.

// Keys come to code and tables that scroll, and pass over those that do not.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
for (const block of document.querySelectorAll('article :is(pre, table)')) widths.observe(block);

// The list of all pages is longer than most windows: it begins where this page is.
const list = document.querySelector('.wide');
const here = list.querySelector('[aria-current]');
if (here) list.scrollTop = here.offsetTop - list.clientHeight / 2;

// Has the page's clocks jump when all feeds have had their third record: wall is how far the
// clock goes that people set, monotonic the other one. The function that it gives is called
// with each feed.
export const jumping = ({ wall, monotonic }) => {
  const { getTime } = Date.prototype;
  const dateNow = Date.now;
  const performanceNow = performance.now.bind(performance);
  let ahead = 0;
  let gone = 0;
  Date.prototype.getTime = function () {
    return getTime.call(this) + ahead;
  };
  Date.now = () => dateNow() + ahead;
  performance.now = () => performanceNow() + gone;
  let waited = 0;
  return (feed) => {
    waited++;
    let records = 0;
    feed.addEventListener('message', () => {
      if (++records !== 3 || --waited > 0) return;
      ahead = wall;
      gone = monotonic;
      void fetch('/jumped');
    });
  };
};

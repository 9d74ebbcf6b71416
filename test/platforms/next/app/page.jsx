import { Feed } from './feed.jsx';

// Else the page is rendered once, by the build.
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Feed />;
}

import { render } from 'svelte/server';
import Messages from './Messages.svelte';

console.info((await render(Messages, { props: { url: process.argv[2]!, token: 'token' } })).body);

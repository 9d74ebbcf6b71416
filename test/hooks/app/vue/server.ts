import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import Messages from './Messages.vue';

console.info(await renderToString(createSSRApp(() => h(Messages, { url: process.argv[2]!, token: 'token' }))));

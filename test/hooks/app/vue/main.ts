import { createApp, defineComponent, h, shallowRef } from 'vue';
import { provide, type Props } from '../app';
import Messages from './Messages.vue';

const shown = shallowRef<Props>();
createApp(defineComponent(() => () => shown.value && h(Messages, shown.value))).mount('#app');

provide({
  show(props) {
    shown.value = props;
  },
  hide() {
    shown.value = undefined;
  },
});

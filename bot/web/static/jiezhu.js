(function(){function e(e){return typeof e==`object`&&!!e&&e.jiezhu===1}var t=`
:host { all: initial }
button {
  position: fixed; z-index: 2147483000;
  right: calc(20px + env(safe-area-inset-right)); bottom: calc(20px + env(safe-area-inset-bottom));
  width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%;
  display: grid; place-items: center;
  background: #0b6a66; color: #fff; cursor: pointer; box-shadow: 0 8px 24px rgba(8, 60, 58, .34);
}
button:hover { background: #085450 }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b6a66 }
b {
  position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; box-sizing: border-box;
  border-radius: 11px; border: 2px solid #fff; background: #b1222c; font: 600 12px/18px system-ui, sans-serif;
  text-align: center;
}
b:empty { display: none }
iframe {
  position: fixed; z-index: 2147483001; display: none;
  right: calc(20px + env(safe-area-inset-right)); bottom: calc(92px + env(safe-area-inset-bottom));
  width: min(400px, calc(100vw - 40px)); height: min(700px, calc(100vh - 116px));
  border: 0; border-radius: 18px; background: #f4f7f7; box-shadow: 0 16px 56px rgba(12, 40, 44, .28);
}
iframe.open { display: block }
@media (max-width: 520px) {
  iframe { inset: 0; width: 100%; height: 100vh; height: 100dvh; border-radius: 0 }
}`,n=`联系客服`;function r(e){let t=document.createElement(`div`);t.id=`jiezhu-widget`;let r=t.attachShadow({mode:`open`});i(r);let o=document.createElement(`button`),s=document.createElement(`b`);o.type=`button`,o.setAttribute(`aria-expanded`,`false`),o.setAttribute(`aria-label`,n),o.addEventListener(`click`,()=>e()),o.append(a(),s),r.append(o),document.body.append(t);let c=null;return{addFrame(e){return c=document.createElement(`iframe`),c.title=`在线客服`,c.allow=`clipboard-write`,c.src=e,r.append(c),c},show(e){c==null||c.classList.toggle(`open`,e),o.setAttribute(`aria-expanded`,String(e))},badge(e){s.textContent=e>99?`99+`:e>0?String(e):``,o.setAttribute(`aria-label`,e>0?`${n}，${e} 条新消息`:n)},focus:()=>o.focus()}}function i(e){try{let n=new CSSStyleSheet;n.replaceSync(t),e.adoptedStyleSheets=[n]}catch(n){let r=document.createElement(`style`);r.textContent=t,e.append(r)}}function a(){let e=`http://www.w3.org/2000/svg`,t=document.createElementNS(e,`svg`),n=document.createElementNS(e,`path`);return n.setAttribute(`d`,`M12 3C6.5 3 2 6.8 2 11.4c0 2.6 1.5 5 3.8 6.5L5 21.5l4.3-2.1c.9.2 1.8.3 2.7.3 5.5 0 10-3.8 10-8.4S17.5 3 12 3z`),t.setAttribute(`viewBox`,`0 0 24 24`),t.setAttribute(`width`,`28`),t.setAttribute(`height`,`28`),t.setAttribute(`fill`,`currentColor`),t.setAttribute(`aria-hidden`,`true`),t.append(n),t}var o=`jiezhu.session`;function s(t){var n,i;let a=new URL(t.src).origin,o=(n=t.dataset.tokenUrl)==null?``:n,s=(i=t.dataset.lang)==null?`zh-CN`:i,c=r(_),f=null,p=!1,m=!1;function h(e){var t;m&&(f==null||(t=f.contentWindow)==null||t.postMessage({jiezhu:1,...e},a))}function g(){if(f)return;let e=new URLSearchParams({origin:location.origin,lang:s});f=c.addFrame(`${a}/chat?${e}`)}function _(e=!p){e!==p&&(p=e,g(),c.show(e),h({type:`visible`,open:e}),e?f==null||f.focus():c.focus())}async function v(e){try{h({type:`token`,id:e,ok:!0,token:await l(o)})}catch(t){h({type:`token`,id:e,ok:!1,token:null})}}addEventListener(`message`,({origin:t,source:n,data:r})=>{t===a&&f&&n===f.contentWindow&&e(r)&&(r.type===`ready`&&(m=!0,h({type:`init`,...u(),hasTokenUrl:o!==``,open:p})),r.type===`need-token`&&v(r.id),r.type===`session`&&d(r.session,r.verified),r.type===`unread`&&c.badge(r.count),r.type===`close`&&_(!1))}),addEventListener(`keydown`,e=>{e.key===`Escape`&&p&&_(!1)}),u().session&&setTimeout(g,500),window.jiezhu={open:()=>_(!0),close:()=>_(!1),refreshIdentity(){let{session:e,verified:t}=u();(t||!e)&&d(``,!1),h({type:`identity`})}}}function c(){var e;return(e=window.jiezhuCustomer)==null?f(`jiezhu.demoCustomer`):e}async function l(e){var t;if(!e)return null;let n=await fetch(e,{method:`POST`,headers:{"content-type":`application/json`},body:JSON.stringify({customer:(t=c())==null?void 0:t}),credentials:`same-origin`});if(!n.ok)throw Error(`token: ${n.status}`);let{token:r}=await n.json();return r||null}function u(){var e;let t=p(f(o));return t&&(t.customer===((e=c())==null?``:e)||!t.verified&&t.customer===``)?{session:t.session,verified:t.verified}:{session:``,verified:!1}}function d(e,t){var n;let r={session:e,verified:t,customer:(n=c())==null?``:n};try{e?localStorage.setItem(o,JSON.stringify(r)):localStorage.removeItem(o)}catch(e){}}function f(e){try{return localStorage.getItem(e)}catch(e){return null}}function p(e){try{return JSON.parse(e==null?`null`:e)}catch(e){return null}}var m=document.currentScript;m instanceof HTMLScriptElement&&!window.jiezhu&&(document.body?s(m):addEventListener(`DOMContentLoaded`,()=>s(m)))})();
// `jose` signs and checks tokens. The payments SDK loads it, nothing here calls it, and below Node 24.9 Jest cannot load it,
// because it is an ES module that is required from CommonJS. Node itself can, from 22.12 on.
module.exports = {};

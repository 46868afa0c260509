<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>ui</name>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Where the two pictures are divided, from left to right</source>
            <translation>两幅图的分界位置，从左到右</translation>
        </message>
        <message>
            <source>What the difference is multiplied by</source>
            <translation>差值乘以多少</translation>
        </message>
        <message>
            <source>How often the picture changes while Space is held</source>
            <translation>按住空格时画面切换的频率</translation>
        </message>
        <message>
            <source>the second picture</source>
            <translation>第二幅图</translation>
        </message>
        <message>
            <source>The first picture</source>
            <translation>第一幅图</translation>
        </message>
        <message>
            <source>The second picture</source>
            <translation>第二幅图</translation>
        </message>
        <message>
            <source>Exchange the two pictures</source>
            <translation>交换两幅图</translation>
        </message>
        <message>
            <source>{count} × a second</source>
            <translation>每秒 {count} 次</translation>
        </message>
        <message>
            <source>Divider</source>
            <translation>分界线</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>增益</translation>
        </message>
        <message>
            <source>While Space is held</source>
            <translation>按住空格时</translation>
        </message>
        <message>
            <source>Moved together</source>
            <translation>一起移动</translation>
        </message>
        <message>
            <source>Hold Space to see the second picture</source>
            <translation>按住空格看第二幅图</translation>
        </message>
        <message>
            <source>Left the first picture, right the second</source>
            <translation>左边是第一幅图，右边是第二幅图</translation>
        </message>
        <message>
            <source>Begin a new stack</source>
            <translation>开始新的照片组</translation>
        </message>
        <message>
            <source>Drop pictures or a folder here</source>
            <translation>把图片或文件夹拖放到这里</translation>
        </message>
        <message>
            <source>Add to the source</source>
            <translation>加入现有的源照片</translation>
        </message>
        <message>
            <source>Add to the {count} sources</source>
            <translation>加入现有的 {count} 张源照片</translation>
        </message>
        <message>
            <source>Near and far exchanged: the last source is focused nearest, not the first</source>
            <translation>远近对调：最后一张源照片对焦最近，而不是第一张</translation>
        </message>
        <message>
            <source>How much of the map lies over the result</source>
            <translation>决策图叠加在结果上的不透明度</translation>
        </message>
        <message>
            <source>A quick preview at a small size; the pixels of the result come at the end</source>
            <translation>小尺寸的快速预览；结果的像素最后才出现</translation>
        </message>
        <message>
            <source>Grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>Show the plain map: white for the first source, black for the last</source>
            <translation>显示灰度图：白色为第一张源照片，黑色为最后一张</translation>
        </message>
        <message>
            <source>3-D</source>
            <translation>3-D</translation>
        </message>
        <message>
            <source>Show the picture from side to side, as it looks from beside</source>
            <translation>左右摆动显示画面，如同从侧面观看</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>不透明度</translation>
        </message>
        <message>
            <source>Source {number}</source>
            <translation>源照片 {number}</translation>
        </message>
        <message>
            <source>The fused picture</source>
            <translation>融合后的照片</translation>
        </message>
        <message>
            <source>Moved together; a click on a caption chooses what is shown there</source>
            <translation>同步缩放和移动；单击标题可选择该处显示的内容</translation>
        </message>
        <message>
            <source>A drag paints; Alt+click takes the sharpest here, X the second best</source>
            <translation>拖动即涂抹；Alt+单击取此处最清晰的源照片，X 取第二好的</translation>
        </message>
        <message>
            <source>The source as it was taken; the arrow keys step through the frames</source>
            <translation>源照片原样；用方向键逐张查看</translation>
        </message>
        <message>
            <source>Hold Space to see the frame as it was taken; the arrow keys step on</source>
            <translation>按住空格键查看原样；用方向键逐张查看</translation>
        </message>
        <message>
            <source>a guess</source>
            <translation>不确定</translation>
        </message>
        <message>
            <source>sure</source>
            <translation>确定</translation>
        </message>
        <message>
            <source>near</source>
            <translation>近</translation>
        </message>
        <message>
            <source>far</source>
            <translation>远</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>融合结果</translation>
        </message>
        <message>
            <source>Decision map</source>
            <translation>决策图</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>置信度</translation>
        </message>
        <message>
            <source>Decision</source>
            <translation>决策</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Which source gave each pixel</source>
            <translation>每个像素来自哪张源照片</translation>
        </message>
        <message>
            <source>How sure the decision is at each pixel</source>
            <translation>每个像素的决策有多可信</translation>
        </message>
        <message>
            <source>Depth</source>
            <translation>深度</translation>
        </message>
        <message>
            <source>Which frame is sharpest, and between which</source>
            <translation>哪一帧最清晰，或在哪两帧之间</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>并排对比</translation>
        </message>
        <message>
            <source>Sources and result, moved together</source>
            <translation>源照片与结果并排显示，同步缩放和移动</translation>
        </message>
        <message>
            <source>Retouch</source>
            <translation>修饰</translation>
        </message>
        <message>
            <source>Paint a source over the result</source>
            <translation>用源照片在结果上涂抹</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>Error × {gain}: {name}</source>
            <translation>误差 × {gain}：{name}</translation>
        </message>
        <message>
            <source>The sharpest of {done} of {total} frames; the result follows.</source>
            <translation>{total} 帧中前 {done} 帧里最清晰的部分；结果随后出现。</translation>
        </message>
        <message>
            <source>A quick preview from small pictures; the result follows.</source>
            <translation>这是用小图快速合成的预览，正式结果随后出现。</translation>
        </message>
        <message>
            <source>Source {number}: {share} %, confidence {confidence} %</source>
            <translation>源照片 {number}：{share}%，置信度 {confidence}%</translation>
        </message>
        <message>
            <source>{source}, aligned</source>
            <translation>{source}，已对齐</translation>
        </message>
        <message>
            <source>The depth is not measured yet.</source>
            <translation>尚未测量深度。</translation>
        </message>
        <message>
            <source>From side to side</source>
            <translation>左右摆动</translation>
        </message>
        <message>
            <source>{source}, as it was taken</source>
            <translation>{source}，拍摄原样</translation>
        </message>
        <message>
            <source>White: a difference of {value} of {range}</source>
            <translation>白色：相差 {value}（满值 {range}）</translation>
        </message>
        <message>
            <source>Open pictures…</source>
            <translation>打开照片…</translation>
        </message>
        <message>
            <source>Open pictures (Ctrl+O)</source>
            <translation>打开照片 (Ctrl+O)</translation>
        </message>
        <message>
            <source>Open two pictures of one scene, or a whole stack</source>
            <translation>打开同一场景的两张或一整组图片</translation>
        </message>
        <message>
            <source>Taken from the same place and focused differently. Drop them or their folder here, or open them, then click Fuse: the sharp parts of each become one picture.</source>
            <translation>在同一位置、以不同的焦点拍摄。把它们或所在的文件夹拖放到这里，或打开它们，然后单击“融合”：各张清晰的部分合成一张图片。</translation>
        </message>
        <message>
            <source>Open an infrared and a visible picture of one scene</source>
            <translation>打开同一场景的红外图像和可见光图像</translation>
        </message>
        <message>
            <source>Of one size and lying on each other. Names such as 01_ir and 01_vi tell which is which. Click Fuse: what either shows is in one picture, in the visible colours.</source>
            <translation>两幅大小相同、位置重合。01_ir、01_vi 这样的名称会说明哪幅是哪幅。点击“融合”：两者所见合成一幅图像，保留可见光的颜色。</translation>
        </message>
        <message>
            <source>About Parfocal</source>
            <translation>关于 Parfocal</translation>
        </message>
        <message>
            <source>Fuses photographs of one scene that are focused at different depths into one that is sharp everywhere. The name is that of a lens that stays in focus.</source>
            <translation>把同一场景、对焦深度不同的照片融合成一张处处清晰的照片。Parfocal 意为“齐焦”，指变焦时焦点保持不变的镜头。</translation>
        </message>
        <message>
            <source>Log file: {path}</source>
            <translation>日志文件：{path}</translation>
        </message>
        <message>
            <source>All methods</source>
            <translation>所有方法</translation>
        </message>
        <message>
            <source>Contact sheet</source>
            <translation>对照表</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} 等，另有 {count} 个</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>The fields {fields} are filled in</source>
            <translation>字段 {fields} 会被填入</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Folder for the files</source>
            <translation>存放文件的文件夹</translation>
        </message>
        <message>
            <source>Give the files a name.</source>
            <translation>请为文件命名。</translation>
        </message>
        <message>
            <source>the result, with its strokes</source>
            <translation>融合结果，含修饰笔画</translation>
        </message>
        <message>
            <source>which source gave each pixel</source>
            <translation>每个像素来自哪张源照片</translation>
        </message>
        <message>
            <source>white where the choice is sure</source>
            <translation>白色表示选择可靠</translation>
        </message>
        <message>
            <source>16 bits, with the scale</source>
            <translation>16 位，附比例</translation>
        </message>
        <message>
            <source>Registered frames</source>
            <translation>配准后的帧</translation>
        </message>
        <message>
            <source>in a folder of their own</source>
            <translation>放在单独的文件夹中</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>图层</translation>
        </message>
        <message>
            <source>each frame with a mask, for GIMP, Krita, Photoshop</source>
            <translation>每帧一个带蒙版的图层，供 GIMP、Krita、Photoshop 使用</translation>
        </message>
        <message>
            <source>Figure</source>
            <translation>插图</translation>
        </message>
        <message>
            <source>sources and result with captions</source>
            <translation>源照片和结果，附说明</translation>
        </message>
        <message>
            <source>Format: {what}</source>
            <translation>格式：{what}</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>There is no folder {folder}.</source>
            <translation>文件夹 {folder} 不存在。</translation>
        </message>
        <message>
            <source>Tick what is to be exported.</source>
            <translation>请勾选要导出的内容。</translation>
        </message>
        <message>
            <source>Enlarge what the window shows now, below each picture</source>
            <translation>在每张图下方放大窗口当前显示的部分</translation>
        </message>
        <message>
            <source>Zoom into the picture first</source>
            <translation>请先放大图片</translation>
        </message>
        <message>
            <source>Pictures and their captions</source>
            <translation>图片及其说明</translation>
        </message>
        <message>
            <source>Show {caption}</source>
            <translation>显示 {caption}</translation>
        </message>
        <message>
            <source>Caption of {caption}</source>
            <translation>{caption} 的说明</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列数</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>打开照片</translation>
        </message>
        <message>
            <source>Save the results in</source>
            <translation>将结果保存到</translation>
        </message>
        <message>
            <source>Open a project</source>
            <translation>打开项目</translation>
        </message>
        <message>
            <source>Open a folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>Open the pages of a TIFF as sources</source>
            <translation>将 TIFF 的各页作为源照片打开</translation>
        </message>
        <message>
            <source>Open pictures</source>
            <translation>打开照片</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Save the result</source>
            <translation>保存结果</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Save the project</source>
            <translation>保存项目</translation>
        </message>
        <message>
            <source>Save the metrics</source>
            <translation>保存评价指标</translation>
        </message>
        <message>
            <source>Depth map</source>
            <translation>深度图</translation>
        </message>
        <message>
            <source>Animation</source>
            <translation>动画</translation>
        </message>
        <message>
            <source>Surface</source>
            <translation>曲面</translation>
        </message>
        <message>
            <source>Save the depth</source>
            <translation>保存深度</translation>
        </message>
        <message>
            <source>Save the figure</source>
            <translation>保存插图</translation>
        </message>
        <message>
            <source>Where are the files now?</source>
            <translation>文件现在在哪里？</translation>
        </message>
        <message>
            <source>Files that moved</source>
            <translation>文件已移动</translation>
        </message>
        <message>
            <source>The project uses a file that is not where it was:</source>
            <translation>项目使用的一个文件不在原来的位置：</translation>
        </message>
        <message>
            <source>The project uses {count} files that are not where they were:</source>
            <translation>项目使用的 {count} 个文件不在原来的位置：</translation>
        </message>
        <message>
            <source>Look in folder…</source>
            <translation>在文件夹中查找…</translation>
        </message>
        <message>
            <source>Go on without</source>
            <translation>不用它们继续</translation>
        </message>
        <message>
            <source>They are not in {folders}.</source>
            <translation>以下文件夹中没有找到：{folders}。</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>命令面板</translation>
        </message>
        <message>
            <source>Type a command, in any language…</source>
            <translation>输入命令，任何语言均可…</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>A few letters of a command; Up and Down choose, Enter runs it</source>
            <translation>输入命令的几个字；上下键选择，回车执行</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>命令列表</translation>
        </message>
        <message>
            <source>The commands that fit what was typed; a click runs one</source>
            <translation>与输入相符的命令；单击即执行</translation>
        </message>
        <message>
            <source>No command fits.</source>
            <translation>没有相符的命令。</translation>
        </message>
        <message>
            <source>The result has not been saved. Save it first?</source>
            <translation>融合结果尚未保存。要先保存吗？</translation>
        </message>
        <message>
            <source>This result is in no file, and cannot be brought back. Take it out?</source>
            <translation>此结果尚未存为文件，移除后无法恢复。要移除吗？</translation>
        </message>
        <message>
            <source>{name} is there already. Replace it?</source>
            <translation>{name} 已存在。要替换它吗？</translation>
        </message>
        <message>
            <source>{count} files are there already. Replace them?</source>
            <translation>已有 {count} 个同名文件。要替换吗？</translation>
        </message>
        <message>
            <source>Close Parfocal?</source>
            <translation>要关闭 Parfocal 吗？</translation>
        </message>
        <message>
            <source>Something is still running. Stop it and close?</source>
            <translation>仍有任务正在进行。要停止任务并关闭吗？</translation>
        </message>
        <message>
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
        <message>
            <source>Keep running</source>
            <translation>继续运行</translation>
        </message>
        <message>
            <source>Result not saved</source>
            <translation>结果尚未保存</translation>
        </message>
        <message>
            <source>{count} results are not saved. Save them first?</source>
            <translation>有 {count} 个结果尚未保存。先保存吗？</translation>
        </message>
        <message>
            <source>Don't save</source>
            <translation>不保存</translation>
        </message>
        <message>
            <source>{count} results are in no file, and cannot be brought back. Take them out?</source>
            <translation>有 {count} 个结果尚未存为文件，移除后无法恢复。要移除吗？</translation>
        </message>
        <message>
            <source>Take out?</source>
            <translation>移除结果？</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Replace the file?</source>
            <translation>替换文件？</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Replace the files?</source>
            <translation>替换这些文件？</translation>
        </message>
        <message>
            <source>Results not saved</source>
            <translation>结果未保存</translation>
        </message>
        <message>
            <source>Save all…</source>
            <translation>全部保存…</translation>
        </message>
        <message>
            <source>Keep the location</source>
            <translation>保留拍摄地点</translation>
        </message>
        <message>
            <source>Position and place names of the first source go into the result</source>
            <translation>第一张源照片的坐标和地名会写入结果</translation>
        </message>
        <message>
            <source>Write a record beside it</source>
            <translation>在旁边写入记录</translation>
        </message>
        <message>
            <source>A .json that says what made the result; “python -m fusion repeat” makes it again</source>
            <translation>一个 .json 文件，说明结果是怎样得到的；用“python -m fusion repeat”可以重新得到它</translation>
        </message>
        <message>
            <source>1 to 100; higher is better and larger</source>
            <translation>1 到 100；越高质量越好，文件越大</translation>
        </message>
        <message>
            <source>Size of the colours in a JPEG: 4:4:4 full, 4:2:2 half the width, 4:2:0 half of both</source>
            <translation>JPEG 中颜色的大小：4:4:4 完整，4:2:2 宽度减半，4:2:0 宽高都减半</translation>
        </message>
        <message>
            <source>0 to 9; higher is smaller and slower, the pixels stay the same</source>
            <translation>0 到 9；越高文件越小、越慢，像素不变</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>The pixels stay the same; Zstandard is the smallest, and fewer programs read it</source>
            <translation>像素不变；Zstandard 最小，但能读取它的程序较少</translation>
        </message>
        <message>
            <source>1 to 100; higher is better and larger, and 100 keeps every pixel as it is</source>
            <translation>1 到 100；越高越好，文件也越大，100 时每个像素保持不变</translation>
        </message>
        <message>
            <source>Suggest names as</source>
            <translation>建议的文件名</translation>
        </message>
        <message>
            <source>JPEG quality</source>
            <translation>JPEG 质量</translation>
        </message>
        <message>
            <source>JPEG colour</source>
            <translation>JPEG 颜色</translation>
        </message>
        <message>
            <source>PNG compression</source>
            <translation>PNG 压缩</translation>
        </message>
        <message>
            <source>TIFF compression</source>
            <translation>TIFF 压缩</translation>
        </message>
        <message>
            <source>WebP quality</source>
            <translation>WebP 质量</translation>
        </message>
        <message>
            <source>Mouse and held keys</source>
            <translation>鼠标与按住的键</translation>
        </message>
        <message>
            <source>Brush, while retouching</source>
            <translation>画笔（修饰时）</translation>
        </message>
        <message>
            <source>Keyboard and mouse</source>
            <translation>键盘与鼠标</translation>
        </message>
        <message>
            <source>Every key of the window; the menus show them too</source>
            <translation>窗口的全部按键；菜单中也有显示</translation>
        </message>
        <message>
            <source>Close this list (Esc)</source>
            <translation>关闭此列表 (Esc)</translation>
        </message>
        <message>
            <source>Save as a page…</source>
            <translation>存为页面…</translation>
        </message>
        <message>
            <source>Write the list as a PDF, to be printed</source>
            <translation>将列表写成 PDF，便于打印</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
        <message>
            <source>Show the sources in turn while held</source>
            <translation>按住时轮流查看源照片</translation>
        </message>
        <message>
            <source>Wheel</source>
            <translation>滚轮</translation>
        </message>
        <message>
            <source>Zoom at the cursor</source>
            <translation>以光标为中心缩放</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>拖动</translation>
        </message>
        <message>
            <source>Move the picture</source>
            <translation>移动画面</translation>
        </message>
        <message>
            <source>Double click</source>
            <translation>双击</translation>
        </message>
        <message>
            <source>Between the whole picture and 100 %</source>
            <translation>在适合窗口与 100% 之间切换</translation>
        </message>
        <message>
            <source>Left, Right</source>
            <translation>左、右方向键</translation>
        </message>
        <message>
            <source>The frame before, the frame after</source>
            <translation>上一幅，下一幅</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>Tab</translation>
        </message>
        <message>
            <source>To the next control</source>
            <translation>转到下一个控件</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Stop what runs, or close a message</source>
            <translation>停止任务，或关闭消息</translation>
        </message>
        <message>
            <source>Smaller, larger</source>
            <translation>变小，变大</translation>
        </message>
        <message>
            <source>Softer, harder</source>
            <translation>变软，变硬</translation>
        </message>
        <message>
            <source>Paint with the runner-up at the cursor</source>
            <translation>用光标处次优的源图像绘制</translation>
        </message>
        <message>
            <source>Erase strokes, or paint again</source>
            <translation>擦除笔画，或恢复绘制</translation>
        </message>
        <message>
            <source>Alt+click</source>
            <translation>Alt+单击</translation>
        </message>
        <message>
            <source>Paint with the source that is sharpest there</source>
            <translation>用此处最清晰的源图像绘制</translation>
        </message>
        <message>
            <source>Save as a page</source>
            <translation>存为页面</translation>
        </message>
        <message>
            <source>The name must end in one of {known}, which says the type.</source>
            <translation>文件名必须以 {known} 之一结尾，它说明类型。</translation>
        </message>
        <message>
            <source>The name is too long; shorten it.</source>
            <translation>名称太长，请缩短。</translation>
        </message>
        <message>
            <source>Reference frame</source>
            <translation>基准帧</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Frame left out</source>
            <translation>排除一帧</translation>
        </message>
        <message>
            <source>{count} frames left out</source>
            <translation>排除 {count} 帧</translation>
        </message>
        <message>
            <source>Source added</source>
            <translation>添加一张源照片</translation>
        </message>
        <message>
            <source>Source opened</source>
            <translation>打开一张源照片</translation>
        </message>
        <message>
            <source>Source removed</source>
            <translation>移除一张源照片</translation>
        </message>
        <message>
            <source>Source moved</source>
            <translation>移动一张源照片</translation>
        </message>
        <message>
            <source>{count} sources added</source>
            <translation>添加 {count} 张源照片</translation>
        </message>
        <message>
            <source>{count} sources opened</source>
            <translation>打开 {count} 张源照片</translation>
        </message>
        <message>
            <source>{count} sources removed</source>
            <translation>移除 {count} 张源照片</translation>
        </message>
        <message>
            <source>{count} sources moved</source>
            <translation>移动 {count} 张源照片</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>Frame taken in</source>
            <translation>采用一帧</translation>
        </message>
        <message>
            <source>{count} frames taken in</source>
            <translation>采用 {count} 帧</translation>
        </message>
        <message>
            <source>This method mixes the sources; there is no decision map.</source>
            <translation>此方法混合各源图像，没有决策图。</translation>
        </message>
        <message>
            <source>Each of the {count} sources gives an equal part (1/{count}) everywhere.</source>
            <translation>{count} 张源照片在每一处各占相同份额（1/{count}）。</translation>
        </message>
        <message>
            <source>Multi-focus</source>
            <translation>多聚焦</translation>
        </message>
        <message>
            <source>Infrared + visible</source>
            <translation>红外 + 可见光</translation>
        </message>
        <message>
            <source>Infrared</source>
            <translation>红外</translation>
        </message>
        <message>
            <source>Visible</source>
            <translation>可见光</translation>
        </message>
        <message>
            <source>Add the visible picture to fuse.</source>
            <translation>请添加可见光图像，然后融合。</translation>
        </message>
        <message>
            <source>This method takes {most} sources at most; remove some, or choose another method.</source>
            <translation>此方法最多支持 {most} 张源照片，请移除几张或选择其他方法。</translation>
        </message>
        <message>
            <source>Infrared and visible are aligned only when they are fused, where the options say so.</source>
            <translation>红外与可见光只在融合时对齐，并且只在选项要求时进行。</translation>
        </message>
        <message>
            <source>Add a picture to slot {number} to align.</source>
            <translation>请在位置 {number} 添加图片后再对齐。</translation>
        </message>
        <message>
            <source>Add a picture to slot {number} to fuse.</source>
            <translation>请先添加照片 {number}，然后才能融合。</translation>
        </message>
        <message>
            <source>Add the infrared picture to fuse.</source>
            <translation>请添加红外图像，然后融合。</translation>
        </message>
        <message>
            <source>This takes one infrared and one visible picture; remove the others.</source>
            <translation>这里需要一幅红外图像和一幅可见光图像；请移除其余的。</translation>
        </message>
        <message>
            <source>{name} has {width} × {height} pixels and {first} has {first_width} × {first_height}; take sources of one size.</source>
            <translation>{name} 为 {width} × {height} 像素，而 {first} 为 {first_width} × {first_height}，请使用尺寸相同的源照片。</translation>
        </message>
        <message>
            <source>{name} and {first} mix floating-point and whole numbers; save both in one form.</source>
            <translation>{name} 与 {first} 一个是浮点数据、一个是整数数据，请存为同一种格式。</translation>
        </message>
        <message>
            <source>not saved</source>
            <translation>未保存</translation>
        </message>
        <message>
            <source>saved as {name}</source>
            <translation>已保存为 {name}</translation>
        </message>
        <message>
            <source>retouched</source>
            <translation>已修饰</translation>
        </message>
        <message>
            <source>second opinion</source>
            <translation>第二意见</translation>
        </message>
        <message>
            <source>Stroke</source>
            <translation>笔画</translation>
        </message>
        <message>
            <source>Made from other sources than those in the list now.</source>
            <translation>此结果由其他源照片生成，与当前的源照片不一致。</translation>
        </message>
        <message>
            <source>Made with other settings than those chosen now.</source>
            <translation>此结果由其他设置生成，与当前设置不一致。</translation>
        </message>
        <message>
            <source>Infrared and visible exchanged</source>
            <translation>交换红外与可见光</translation>
        </message>
        <message>
            <source>Kind of fusion</source>
            <translation>融合种类</translation>
        </message>
        <message>
            <source>Method by the number of sources</source>
            <translation>按源照片数量选择方法</translation>
        </message>
        <message>
            <source>Parameters reset</source>
            <translation>参数复位</translation>
        </message>
        <message>
            <source>{name}, page {number}</source>
            <translation>{name}，第 {number} 页</translation>
        </message>
        <message>
            <source>the picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Order reversed</source>
            <translation>颠倒次序</translation>
        </message>
        <message>
            <source>Sources sorted</source>
            <translation>源照片排序</translation>
        </message>
        <message>
            <source>Activity at {x}, {y}, from the pixels</source>
            <translation>{x}, {y} 处的活跃度，由像素测得</translation>
        </message>
        <message>
            <source>Point at a place</source>
            <translation>请指向一处</translation>
        </message>
        <message>
            <source>Activity at {x}, {y}, from small pictures</source>
            <translation>{x}, {y} 处的活跃度，由小图测得</translation>
        </message>
        <message>
            <source>Ac&amp;tivity at the cursor, over all frames</source>
            <translation>光标处各帧的活跃度(&amp;T)</translation>
        </message>
        <message>
            <source>Making the figure</source>
            <translation>正在制作插图</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>正在保存</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Saved as {path}.</source>
            <translation>已保存为 {path}。</translation>
        </message>
        <message>
            <source>Run all &amp;methods</source>
            <translation>运行所有方法(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Side by side</source>
            <translation>并排对比(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Two side by side</source>
            <translation>两幅并排(&amp;T)</translation>
        </message>
        <message>
            <source>Two with a &amp;divider</source>
            <translation>两幅以分界线隔开(&amp;D)</translation>
        </message>
        <message>
            <source>Two by &amp;blinking</source>
            <translation>两幅交替闪现(&amp;B)</translation>
        </message>
        <message>
            <source>Di&amp;fference of two</source>
            <translation>两幅之差(&amp;F)</translation>
        </message>
        <message>
            <source>Compare t&amp;wo</source>
            <translation>比较两幅(&amp;W)</translation>
        </message>
        <message>
            <source>F&amp;irst picture</source>
            <translation>第一幅图(&amp;I)</translation>
        </message>
        <message>
            <source>S&amp;econd picture</source>
            <translation>第二幅图(&amp;E)</translation>
        </message>
        <message>
            <source>E&amp;xchange the two</source>
            <translation>交换两幅(&amp;X)</translation>
        </message>
        <message>
            <source>{count} files were exported to {folder}.</source>
            <translation>已将 {count} 个文件导出到 {folder}。</translation>
        </message>
        <message>
            <source>This result does not have: {things}.</source>
            <translation>该结果没有：{things}。</translation>
        </message>
        <message>
            <source>Infrared and visible pictures have no depth.</source>
            <translation>红外与可见光图像没有深度。</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <source>This method decides nothing.</source>
            <translation>此方法不做决策。</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>导出(&amp;E)…</translation>
        </message>
        <message>
            <source>Export a&amp;gain</source>
            <translation>再次导出(&amp;G)</translation>
        </message>
        <message>
            <source>Save a f&amp;igure…</source>
            <translation>保存插图(&amp;I)…</translation>
        </message>
        <message>
            <source>Open a fol&amp;der…</source>
            <translation>打开文件夹(&amp;D)…</translation>
        </message>
        <message>
            <source>&amp;Paste pictures or files</source>
            <translation>粘贴图片或文件(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Loupe</source>
            <translation>放大镜(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Loupe at the cursor</source>
            <translation>光标处的放大镜(&amp;L)</translation>
        </message>
        <message>
            <source>L&amp;arger, then small again</source>
            <translation>再放大，到头后回到最小(&amp;A)</translation>
        </message>
        <message>
            <source>S&amp;quare</source>
            <translation>方形(&amp;Q)</translation>
        </message>
        <message>
            <source>To the &amp;messages</source>
            <translation>转到消息(&amp;M)</translation>
        </message>
        <message>
            <source>{job}: done.</source>
            <translation>{job}：已完成。</translation>
        </message>
        <message>
            <source>{job}: failed.</source>
            <translation>{job}：失败。</translation>
        </message>
        <message>
            <source>Tell me when a long jo&amp;b has ended</source>
            <translation>长任务结束时通知我(&amp;B)</translation>
        </message>
        <message>
            <source>Ope&amp;n the saved result in</source>
            <translation>打开已保存的结果(&amp;N)</translation>
        </message>
        <message>
            <source>Choose a program</source>
            <translation>选择程序</translation>
        </message>
        <message>
            <source>The system has no program for {name}.</source>
            <translation>系统没有可打开 {name} 的程序。</translation>
        </message>
        <message>
            <source>{program} cannot be started; choose another program.</source>
            <translation>无法启动 {program}；请选择其他程序。</translation>
        </message>
        <message>
            <source>The &amp;usual program</source>
            <translation>默认程序(&amp;U)</translation>
        </message>
        <message>
            <source>Its &amp;folder</source>
            <translation>所在文件夹(&amp;F)</translation>
        </message>
        <message>
            <source>The &amp;chosen program</source>
            <translation>所选程序(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Another program…</source>
            <translation>其他程序(&amp;A)…</translation>
        </message>
        <message>
            <source>Open the saved result in the chosen program</source>
            <translation>用所选程序打开已保存的结果</translation>
        </message>
        <message>
            <source>Not possible now.</source>
            <translation>现在无法使用。</translation>
        </message>
        <message>
            <source>Nothing is running.</source>
            <translation>当前没有任务在运行。</translation>
        </message>
        <message>
            <source>There are too few sources.</source>
            <translation>源图像太少。</translation>
        </message>
        <message>
            <source>There is no result yet.</source>
            <translation>还没有结果。</translation>
        </message>
        <message>
            <source>Command &amp;palette…</source>
            <translation>命令面板(&amp;P)…</translation>
        </message>
        <message>
            <source>The program ended before it was closed. What was open in it has been kept.</source>
            <translation>程序上次未正常关闭就结束了。当时打开的内容已保留。</translation>
        </message>
        <message>
            <source>Saved as {path}. It is kept up to date from now on.</source>
            <translation>已保存为 {path}。此后会自动保持最新。</translation>
        </message>
        <message>
            <source>Files of the project are missing: it stays as it is, and changes are kept apart.</source>
            <translation>项目的部分文件缺失：项目文件保持不变，更改另行保存。</translation>
        </message>
        <message>
            <source>Strokes may be lost by that: the project stays as it is, and changes are kept apart.</source>
            <translation>部分笔画可能因此丢失：项目文件保持不变，更改另行保存。</translation>
        </message>
        <message>
            <source>Files that have changed since the project was saved: {names}</source>
            <translation>项目保存后已更改的文件：{names}</translation>
        </message>
        <message>
            <source>The project is open in another window: changes here are kept apart.</source>
            <translation>该项目已在另一窗口中打开：此处的更改另行保存。</translation>
        </message>
        <message>
            <source>{name} was made and retouched by this program.</source>
            <translation>{name} 由本程序制作并修饰。</translation>
        </message>
        <message>
            <source>Come back</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>放弃</translation>
        </message>
        <message>
            <source>Save project as…</source>
            <translation>项目另存为…</translation>
        </message>
        <message>
            <source>One result is not made again yet; the project keeps it.</source>
            <translation>还有一个结果尚未重新制作；项目会保留它。</translation>
        </message>
        <message>
            <source>{count} results are not made again yet; the project keeps them.</source>
            <translation>还有 {count} 个结果尚未重新制作；项目会保留它们。</translation>
        </message>
        <message>
            <source>Make again</source>
            <translation>重新制作</translation>
        </message>
        <message>
            <source>Open pro&amp;ject…</source>
            <translation>打开项目(&amp;J)…</translation>
        </message>
        <message>
            <source>What was open &amp;last</source>
            <translation>上次打开的内容(&amp;L)</translation>
        </message>
        <message>
            <source>Open the &amp;making of a saved picture…</source>
            <translation>打开已保存照片的制作过程(&amp;M)…</translation>
        </message>
        <message>
            <source>Save pro&amp;ject as…</source>
            <translation>项目另存为(&amp;J)…</translation>
        </message>
        <message>
            <source>project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Open what it was made from</source>
            <translation>打开其制作来源</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>打开最近(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation>清除此列表(&amp;C)</translation>
        </message>
        <message>
            <source>Error against the refere&amp;nce</source>
            <translation>相对参考图像的误差(&amp;N)</translation>
        </message>
        <message>
            <source>Difference × {gain}</source>
            <translation>差值 × {gain}</translation>
        </message>
        <message>
            <source>Show the &amp;error maps</source>
            <translation>显示误差图(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Metrics of all results…</source>
            <translation>所有结果的指标(&amp;M)…</translation>
        </message>
        <message>
            <source>Show result &amp;{number}</source>
            <translation>显示结果 &amp;{number}</translation>
        </message>
        <message>
            <source>Resu&amp;lts</source>
            <translation>融合结果(&amp;L)</translation>
        </message>
        <message>
            <source>Save a&amp;ll results…</source>
            <translation>保存所有结果(&amp;L)…</translation>
        </message>
        <message>
            <source>Flip to the other result</source>
            <translation>切换到另一个结果</translation>
        </message>
        <message>
            <source>&amp;Compare the selected results</source>
            <translation>对比选中的结果(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Rename the result</source>
            <translation>重命名结果(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Take out the selected results</source>
            <translation>移除选中的结果(&amp;T)</translation>
        </message>
        <message>
            <source>Take out all &amp;others</source>
            <translation>移除其他所有结果(&amp;O)</translation>
        </message>
        <message>
            <source>Second &amp;opinion</source>
            <translation>第二意见(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Marks and histogram</source>
            <translation>标记与直方图(&amp;M)</translation>
        </message>
        <message>
            <source>Peaking in co&amp;lour</source>
            <translation>用颜色标出(&amp;L)</translation>
        </message>
        <message>
            <source>Peaking with &amp;stripes</source>
            <translation>用条纹标出(&amp;S)</translation>
        </message>
        <message>
            <source>Peaking by &amp;brightness</source>
            <translation>用亮度标出(&amp;B)</translation>
        </message>
        <message>
            <source>Focus &amp;peaking</source>
            <translation>峰值对焦(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Clipped shadows and highlights</source>
            <translation>死黑与过曝(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Histogram</source>
            <translation>直方图(&amp;H)</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>could not be registered</source>
            <translation>无法配准</translation>
        </message>
        <message>
            <source>registered uncertainly</source>
            <translation>配准不可靠</translation>
        </message>
        <message>
            <source>another scene</source>
            <translation>另一场景</translation>
        </message>
        <message>
            <source>was turned</source>
            <translation>曾被旋转</translation>
        </message>
        <message>
            <source>black</source>
            <translation>全黑</translation>
        </message>
        <message>
            <source>blown out</source>
            <translation>过曝</translation>
        </message>
        <message>
            <source>blurred everywhere</source>
            <translation>处处模糊</translation>
        </message>
        <message>
            <source>lit otherwise</source>
            <translation>光照不同</translation>
        </message>
        <message>
            <source>pixels of an earlier frame</source>
            <translation>与前面某帧像素相同</translation>
        </message>
        <message>
            <source>focused like the one before</source>
            <translation>对焦与前一帧相同</translation>
        </message>
        <message>
            <source>out of order</source>
            <translation>次序不对</translation>
        </message>
        <message>
            <source>frames differed by {percent} %: aligned</source>
            <translation>各帧相差 {percent} %：已对齐</translation>
        </message>
        <message>
            <source>frames differed in exposure: evened out</source>
            <translation>各帧曝光不同：已匀光</translation>
        </message>
        <message>
            <source>frames are registered: untouched</source>
            <translation>各帧已配准：未作改动</translation>
        </message>
        <message>
            <source>And {count} more; see the list of frames.</source>
            <translation>还有 {count} 帧；见帧列表。</translation>
        </message>
        <message>
            <source>{count} left out</source>
            <translation>排除 {count} 帧</translation>
        </message>
        <message>
            <source>{name} and {count} more: {note}</source>
            <translation>{name} 及另外 {count} 个：{note}</translation>
        </message>
        <message>
            <source>Something went wrong inside the program; nothing was changed. Details: {path}</source>
            <translation>程序内部出错，未作任何更改。详情见：{path}</translation>
        </message>
        <message>
            <source>Saving was stopped; {name} may still appear if it was nearly done.</source>
            <translation>已停止保存；如果当时即将完成，{name} 仍可能出现。</translation>
        </message>
        <message>
            <source>The sources are being fused.</source>
            <translation>正在融合源照片。</translation>
        </message>
        <message>
            <source>The frames are being aligned.</source>
            <translation>正在对齐各帧。</translation>
        </message>
        <message>
            <source>The pictures are being read.</source>
            <translation>正在读取照片。</translation>
        </message>
        <message>
            <source>Reading pictures</source>
            <translation>正在读取照片</translation>
        </message>
        <message>
            <source>Fusing</source>
            <translation>正在融合</translation>
        </message>
        <message>
            <source>By their names these are an infrared and a visible picture; switch at the top.</source>
            <translation>按名称，这是一幅红外图像和一幅可见光图像；请在顶部切换。</translation>
        </message>
        <message>
            <source>Looking at the frames</source>
            <translation>正在检查各帧</translation>
        </message>
        <message>
            <source>Aligning</source>
            <translation>正在对齐</translation>
        </message>
        <message>
            <source>Method {number} of {count}: {name}</source>
            <translation>方法 {number}/{count}：{name}</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>Measuring the depth</source>
            <translation>正在测量深度</translation>
        </message>
        <message>
            <source>Making views</source>
            <translation>正在生成视图</translation>
        </message>
        <message>
            <source>Error × {gain}</source>
            <translation>误差 × {gain}</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>参考图</translation>
        </message>
        <message>
            <source>Making the other result</source>
            <translation>正在生成另一个结果</translation>
        </message>
        <message>
            <source>{count} more files could not be read.</source>
            <translation>另有 {count} 个文件无法读取。</translation>
        </message>
        <message>
            <source>The reference {name} has {width} × {height} pixels and the result has {result_width} × {result_height}; choose a reference of the same size.</source>
            <translation>参考图像 {name} 为 {width} × {height} 像素，融合结果为 {result_width} × {result_height} 像素；请选择尺寸相同的参考图像。</translation>
        </message>
        <message>
            <source>The metrics are being measured.</source>
            <translation>正在计算评价指标。</translation>
        </message>
        <message>
            <source>There is no result to measure yet; fuse the sources first.</source>
            <translation>还没有可评价的结果；请先融合源照片。</translation>
        </message>
        <message>
            <source>These values belong to an earlier result; measure again.</source>
            <translation>这些数值属于之前的结果；请重新计算。</translation>
        </message>
        <message>
            <source>The reference picture was chosen after these values; measure again.</source>
            <translation>参考图像是在计算这些数值之后选择的；请重新计算。</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>正在计算指标</translation>
        </message>
        <message>
            <source>Reading the reference picture</source>
            <translation>正在读取参考图像</translation>
        </message>
        <message>
            <source>Measuring {metric}</source>
            <translation>正在计算 {metric}</translation>
        </message>
        <message>
            <source>The result changed while it was measured; measure again.</source>
            <translation>计算期间融合结果已改变；请重新计算。</translation>
        </message>
        <message>
            <source>Opening the project</source>
            <translation>正在打开项目</translation>
        </message>
        <message>
            <source>Saving the project</source>
            <translation>正在保存项目</translation>
        </message>
        <message>
            <source>Making the results of the project again</source>
            <translation>正在重新制作项目的结果</translation>
        </message>
        <message>
            <source>{name} has other pixels than when the project was saved.</source>
            <translation>{name} 的像素与项目保存时不同。</translation>
        </message>
        <message>
            <source>Comparing the results</source>
            <translation>正在比较结果</translation>
        </message>
        <message>
            <source>Reading the result</source>
            <translation>正在读取结果</translation>
        </message>
        <message>
            <source>{count} results were saved in {path}.</source>
            <translation>{count} 个结果已保存到 {path}。</translation>
        </message>
        <message>
            <source>Doubtful place {number} of {count}: frames {frames}</source>
            <translation>可疑处 {number}/{count}：帧 {frames}</translation>
        </message>
        <message>
            <source>Getting ready to retouch</source>
            <translation>正在准备修饰</translation>
        </message>
        <message>
            <source>Place {number} of {count}: {first} and {second} differ (frames {frames}); Q shows the other</source>
            <translation>可疑处 {number}/{count}：{first} 与 {second} 不同（帧 {frames}）；按 Q 查看另一个</translation>
        </message>
        <message>
            <source>No place of this result is in doubt.</source>
            <translation>此结果没有可疑之处。</translation>
        </message>
        <message>
            <source>One stroke takes its pixels from what is gone.</source>
            <translation>有一笔的来源已不存在。</translation>
        </message>
        <message>
            <source>{count} strokes take their pixels from what is gone.</source>
            <translation>有 {count} 笔的来源已不存在。</translation>
        </message>
        <message>
            <source>Second opinion: {method}</source>
            <translation>第二意见：{method}</translation>
        </message>
        <message>
            <source>The second opinion is there: Q flips between the two.</source>
            <translation>第二意见已算好：按 Q 在两个结果之间切换。</translation>
        </message>
        <message>
            <source>There is no second opinion: {why}</source>
            <translation>没有第二意见：{why}</translation>
        </message>
        <message>
            <source>{what}, {share} %</source>
            <translation>{what}，{share} %</translation>
        </message>
        <message>
            <source>They differ in one place; N shows it.</source>
            <translation>两者有一处不同；按 N 查看。</translation>
        </message>
        <message>
            <source>They differ in {count} places; N goes through them.</source>
            <translation>两者有 {count} 处不同；按 N 逐处查看。</translation>
        </message>
        <message>
            <source>There are no sample pictures beside the program.</source>
            <translation>程序目录中没有示例照片。</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Open pictures…</source>
            <translation>打开照片(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Add pictures…</source>
            <translation>添加照片(&amp;A)…</translation>
        </message>
        <message>
            <source>Open &amp;pages as sources…</source>
            <translation>将页面作为源照片打开(&amp;P)…</translation>
        </message>
        <message>
            <source>Open the &amp;sample pictures</source>
            <translation>打开示例照片(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Kind of fusion</source>
            <translation>融合种类(&amp;K)</translation>
        </message>
        <message>
            <source>E&amp;xchange infrared and visible</source>
            <translation>交换红外与可见光(&amp;X)</translation>
        </message>
        <message>
            <source>&amp;Save the result as…</source>
            <translation>结果另存为(&amp;S)…</translation>
        </message>
        <message>
            <source>Save the &amp;depth as…</source>
            <translation>深度另存为(&amp;D)…</translation>
        </message>
        <message>
            <source>Start &amp;over</source>
            <translation>重新开始(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>Select &amp;all sources</source>
            <translation>全选源照片(&amp;A)</translation>
        </message>
        <message>
            <source>Re&amp;move the selected sources</source>
            <translation>移除所选源照片(&amp;M)</translation>
        </message>
        <message>
            <source>Remove all &amp;sources</source>
            <translation>移除所有源照片(&amp;S)</translation>
        </message>
        <message>
            <source>A&amp;lign</source>
            <translation>对齐(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Fuse</source>
            <translation>融合(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>取消(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Reverse the order</source>
            <translation>反转顺序(&amp;R)</translation>
        </message>
        <message>
            <source>Sort by &amp;name</source>
            <translation>按名称排序(&amp;N)</translation>
        </message>
        <message>
            <source>Sort by the &amp;time of capture</source>
            <translation>按拍摄时间排序(&amp;T)</translation>
        </message>
        <message>
            <source>Keep &amp;every n-th…</source>
            <translation>每隔 n 张保留一张(&amp;E)…</translation>
        </message>
        <message>
            <source>Time taken</source>
            <translation>拍摄时间</translation>
        </message>
        <message>
            <source>RAW, or JPEG where only that is complete</source>
            <translation>RAW；仅 JPEG 齐全时取 JPEG</translation>
        </message>
        <message>
            <source>RAW</source>
            <translation>RAW</translation>
        </message>
        <message>
            <source>JPEG</source>
            <translation>JPEG</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>两者</translation>
        </message>
        <message>
            <source>Chec&amp;k the frames when they are read</source>
            <translation>读取后检查各帧(&amp;K)</translation>
        </message>
        <message>
            <source>Next d&amp;oubtful place</source>
            <translation>下一个可疑处(&amp;O)</translation>
        </message>
        <message>
            <source>Doubtful place &amp;before</source>
            <translation>上一个可疑处(&amp;B)</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>放大(&amp;I)</translation>
        </message>
        <message>
            <source>Zoom &amp;out</source>
            <translation>缩小(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Fit to window</source>
            <translation>适合窗口(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>100%(&amp;1)</translation>
        </message>
        <message>
            <source>As the s&amp;ystem</source>
            <translation>跟随系统(&amp;Y)</translation>
        </message>
        <message>
            <source>Dar&amp;k</source>
            <translation>深色(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Keyboard and mouse</source>
            <translation>键盘与鼠标(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;About Parfocal</source>
            <translation>关于 Parfocal(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Stack</source>
            <translation>照片组(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Undo: {name}</source>
            <translation>撤销：{name}(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Redo: {name}</source>
            <translation>重做：{name}(&amp;R)</translation>
        </message>
        <message>
            <source>Develop camera &amp;RAW in</source>
            <translation>相机 RAW 的显影空间(&amp;R)</translation>
        </message>
        <message>
            <source>Order the pictures of a folder &amp;by</source>
            <translation>文件夹中照片的排列方式(&amp;B)</translation>
        </message>
        <message>
            <source>Of RAW and &amp;JPEG of one shot take</source>
            <translation>同一次拍摄的 RAW 和 JPEG 取(&amp;J)</translation>
        </message>
        <message>
            <source>D&amp;ye of a z-stack</source>
            <translation>z 层叠图的染料(&amp;Y)</translation>
        </message>
        <message>
            <source>&amp;Result</source>
            <translation>融合结果(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Decision map</source>
            <translation>决策图(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Confidence</source>
            <translation>置信度(&amp;C)</translation>
        </message>
        <message>
            <source>De&amp;pth</source>
            <translation>深度(&amp;P)</translation>
        </message>
        <message>
            <source>Re&amp;touch</source>
            <translation>修饰(&amp;T)</translation>
        </message>
        <message>
            <source>Panel of so&amp;urces</source>
            <translation>源照片面板(&amp;U)</translation>
        </message>
        <message>
            <source>Panel of s&amp;ettings</source>
            <translation>设置面板(&amp;E)</translation>
        </message>
        <message>
            <source>List of fra&amp;mes</source>
            <translation>帧列表(&amp;M)</translation>
        </message>
        <message>
            <source>Fusing takes about {time}, {memory} GB of memory and {scratch} GB for temporary files.</source>
            <translation>融合约需 {time}、{memory} GB 内存和 {scratch} GB 临时文件。</translation>
        </message>
        <message>
            <source>{hours} h</source>
            <translation>{hours} 小时</translation>
        </message>
        <message>
            <source>The frame whose geometry the result has; the middle one needs the least motion</source>
            <translation>融合结果的几何位置以这一帧为准；取中间帧时各帧移动最少</translation>
        </message>
        <message>
            <source>Fusing takes about {time} and {memory} GB of memory.</source>
            <translation>融合约需 {time}、{memory} GB 内存。</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} 分钟</translation>
        </message>
        <message>
            <source>ALIGN</source>
            <translation>对齐</translation>
        </message>
        <message>
            <source>Align</source>
            <translation>对齐</translation>
        </message>
        <message>
            <source>Options</source>
            <translation>选项</translation>
        </message>
        <message>
            <source>Show or hide motion, reference and exposure</source>
            <translation>显示或隐藏运动模型、基准帧与曝光选项</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>帧列表</translation>
        </message>
        <message>
            <source>Show or hide the list of frames (F9)</source>
            <translation>显示或隐藏帧列表 (F9)</translation>
        </message>
        <message>
            <source>Find how the frames lie against each other (Ctrl+L)</source>
            <translation>求出各帧之间的位置关系 (Ctrl+L)</translation>
        </message>
        <message>
            <source>The frames are fused as they are.</source>
            <translation>各帧按原样融合。</translation>
        </message>
        <message>
            <source>Middle frame</source>
            <translation>中间帧</translation>
        </message>
        <message>
            <source>Fuse aligns the infrared picture to the visible one first.</source>
            <translation>融合时先把红外图像对齐到可见光图像。</translation>
        </message>
        <message>
            <source>Fuse aligns the frames first, where they need it.</source>
            <translation>需要时，融合会先对齐各帧。</translation>
        </message>
        <message>
            <source>Shift, px</source>
            <translation>平移（像素）</translation>
        </message>
        <message>
            <source>Scale, %</source>
            <translation>缩放（%）</translation>
        </message>
        <message>
            <source>Align shows here how shift, scale and gain change over the frames.</source>
            <translation>对齐后，这里显示平移、缩放和增益随帧的变化。</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>剩余 {time}</translation>
        </message>
        <message>
            <source>Click to see what was found about each frame</source>
            <translation>点击查看每一帧的情况</translation>
        </message>
        <message>
            <source>Fuse</source>
            <translation>融合</translation>
        </message>
        <message>
            <source>What aligning found</source>
            <translation>对齐的情况</translation>
        </message>
        <message>
            <source>Stop what is running (Esc)</source>
            <translation>停止正在进行的任务 (Esc)</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Zoom out (-)</source>
            <translation>缩小 (-)</translation>
        </message>
        <message>
            <source>Zoom in (+)</source>
            <translation>放大 (+)</translation>
        </message>
        <message>
            <source>Fit the picture to the window (0)</source>
            <translation>适合窗口 (0)</translation>
        </message>
        <message>
            <source>Show at 100 % (1)</source>
            <translation>以 100% 显示 (1)</translation>
        </message>
        <message>
            <source>Fuse the sources (Ctrl+Return)</source>
            <translation>融合源照片 (Ctrl+Return)</translation>
        </message>
        <message>
            <source>Save the result as a file (Ctrl+S)</source>
            <translation>把结果保存为文件 (Ctrl+S)</translation>
        </message>
        <message>
            <source>There is no result to save yet</source>
            <translation>还没有可保存的结果</translation>
        </message>
        <message>
            <source>This is neither a picture nor a file of one.</source>
            <translation>这既不是图片，也不是图片文件。</translation>
        </message>
        <message>
            <source>Parfocal fetches nothing from the internet: save the picture first, and drop its file.</source>
            <translation>Parfocal 不从互联网获取任何内容：请先保存图片，再拖入文件。</translation>
        </message>
        <message>
            <source>There is no file {name} any more.</source>
            <translation>文件 {name} 已不存在。</translation>
        </message>
        <message>
            <source>Keeping the picture in a file</source>
            <translation>正在将图片存为文件</translation>
        </message>
        <message>
            <source>There is nothing to paste.</source>
            <translation>没有可粘贴的内容。</translation>
        </message>
        <message>
            <source>List of frames</source>
            <translation>帧列表</translation>
        </message>
        <message>
            <source>What aligning found about each frame; its box leaves it out</source>
            <translation>对齐时对每幅图像的发现；勾选框决定是否参与</translation>
        </message>
        <message>
            <source>Shift, scale and gain over the frames</source>
            <translation>各帧的位移、缩放和增益</translation>
        </message>
        <message>
            <source>How far the picture's centre moves: right, down</source>
            <translation>画面中心移动了多少：向右、向下</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>How much larger the frame's content is than the reference's</source>
            <translation>该帧的内容比基准帧大多少</translation>
        </message>
        <message>
            <source>Rotation</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>The turn of the frame's content, counter-clockwise</source>
            <translation>该帧内容的转角，逆时针为正</translation>
        </message>
        <message>
            <source>The frame's light is multiplied by it: one number, or red, green, blue</source>
            <translation>该帧的光强乘以它：一个数，或红、绿、蓝三个数</translation>
        </message>
        <message>
            <source>Error, px</source>
            <translation>误差（像素）</translation>
        </message>
        <message>
            <source>By how much registering forward and backward disagree</source>
            <translation>正向与反向配准相差多少</translation>
        </message>
        <message>
            <source>Closure, px</source>
            <translation>闭合差（像素）</translation>
        </message>
        <message>
            <source>By how much direct matches disagree with the joint solution</source>
            <translation>直接匹配与联合解相差多少</translation>
        </message>
        <message>
            <source>Inliers</source>
            <translation>内点</translation>
        </message>
        <message>
            <source>Share of the compared windows that agree with the motion</source>
            <translation>与该运动相符的比较窗口所占比例</translation>
        </message>
        <message>
            <source>Sharpness</source>
            <translation>清晰度</translation>
        </message>
        <message>
            <source>Where the frame is sharpest, against the sharpest frame</source>
            <translation>该帧最清晰处与最清晰的帧相比</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>帧</translation>
        </message>
        <message>
            <source>Ticked frames take part; the others are left out</source>
            <translation>勾选的帧参与融合，其余的排除</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>情况</translation>
        </message>
        <message>
            <source>What is wrong with the frame, if anything is</source>
            <translation>该帧有什么问题（若有）</translation>
        </message>
        <message>
            <source>reference</source>
            <translation>基准</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>{pixels} pixels, half of them darker than {median} of 255; {shadows} are clipped in shadows, {highlights} in highlights</source>
            <translation>{pixels} 个像素，一半暗于 {median}（满值 255）；暗部死黑 {shadows} 个，亮部过曝 {highlights} 个</translation>
        </message>
        <message>
            <source>Only what is seen</source>
            <translation>只统计看得见的部分</translation>
        </message>
        <message>
            <source>Count the part of the picture that the window shows</source>
            <translation>只统计窗口中显示的那部分图像</translation>
        </message>
        <message>
            <source>Luminance</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>Shadows, %</source>
            <translation>暗部，%</translation>
        </message>
        <message>
            <source>Pixels whose value is 0</source>
            <translation>值为 0 的像素</translation>
        </message>
        <message>
            <source>Highlights, %</source>
            <translation>亮部，%</translation>
        </message>
        <message>
            <source>Pixels whose value is white</source>
            <translation>值为白色的像素</translation>
        </message>
        <message>
            <source>Histogram</source>
            <translation>直方图</translation>
        </message>
        <message>
            <source>Pictures of one scene, focused differently: the result is sharp everywhere</source>
            <translation>同一场景、对焦不同的照片：结果处处清晰</translation>
        </message>
        <message>
            <source>An infrared and a visible picture: the result shows what each shows</source>
            <translation>一幅红外图像和一幅可见光图像：结果呈现两者各自所见</translation>
        </message>
        <message>
            <source>Close this message (Esc)</source>
            <translation>关闭此消息 (Esc)</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Hint</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>The published method for two shots: follows what is sharp in each, quick and steady.</source>
            <translation>已发表的两张照片融合方法：取各张中清晰的部分，快速而稳定。</translation>
        </message>
        <message>
            <source>Better round hair, wires, fences and rims, and for three shots and more.</source>
            <translation>在头发、线缆、栅栏和物体边缘处更好，也更适合三张或更多照片。</translation>
        </message>
        <message>
            <source>Truth known: {figures} dB</source>
            <translation>已知真值时：{figures} dB</translation>
        </message>
        <message>
            <source>PSNR against the sharp original, higher is closer, on the sets mfiwhu30 / nyud20 / generated scenes</source>
            <translation>与清晰原图相比的 PSNR，越高越接近；数据集依次为 mfiwhu30 / nyud20 / 生成的场景</translation>
        </message>
        <message>
            <source>Keeps the stronger detail of the two at every size; needs no network, and shows nothing that neither picture has.</source>
            <translation>在各个尺度上保留两者中更强的细节；不需要网络，也不会出现两幅图像都没有的内容。</translation>
        </message>
        <message>
            <source>chosen by the number of sources</source>
            <translation>按源照片数量自动选择</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>For comparison</source>
            <translation>用于比较</translation>
        </message>
        <message>
            <source>Another method…</source>
            <translation>其他方法…</translation>
        </message>
        <message>
            <source>Other ways to fuse, to compare with</source>
            <translation>用于比较的其他融合方法</translation>
        </message>
        <message>
            <source>chosen for infrared and visible</source>
            <translation>为红外与可见光选定</translation>
        </message>
        <message>
            <source>{pair} for two sources, {stack} for more; a click on a method keeps that one</source>
            <translation>两张源照片时用“{pair}”，更多时用“{stack}”；点击某个方法则固定使用该方法</translation>
        </message>
        <message>
            <source>{method} for infrared and visible; a click on a method keeps that one</source>
            <translation>红外与可见光用{method}；点击某个方法则固定用它</translation>
        </message>
        <message>
            <source>Weakness: {what}</source>
            <translation>不足：{what}</translation>
        </message>
        <message>
            <source>Check: {what}</source>
            <translation>核对：{what}</translation>
        </message>
        <message>
            <source>Compared with the sources</source>
            <translation>与源照片比较</translation>
        </message>
        <message>
            <source>The result alone</source>
            <translation>仅看融合结果</translation>
        </message>
        <message>
            <source>Compared with the reference</source>
            <translation>与参考图像比较</translation>
        </message>
        <message>
            <source>higher is better</source>
            <translation>越高越好</translation>
        </message>
        <message>
            <source>lower is better</source>
            <translation>越低越好</translation>
        </message>
        <message>
            <source>nearest to zero is best</source>
            <translation>越接近零越好</translation>
        </message>
        <message>
            <source>Range: {range}; {better}.</source>
            <translation>取值范围：{range}；{better}。</translation>
        </message>
        <message>
            <source>Reference: {name}</source>
            <translation>参考图像：{name}</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>评价指标</translation>
        </message>
        <message>
            <source>Show or hide what can be measured of the result</source>
            <translation>显示或隐藏融合结果的客观评价指标</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>计算</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>All metrics in place of a few telling ones; minutes for a large picture</source>
            <translation>计算全部指标，而不只是几项有代表性的；大幅照片需要几分钟</translation>
        </message>
        <message>
            <source>Choose reference…</source>
            <translation>选择参考图像…</translation>
        </message>
        <message>
            <source>Error map</source>
            <translation>误差图</translation>
        </message>
        <message>
            <source>The result and, beside it, how far it is from the reference (Shift+E)</source>
            <translation>并排显示结果及其与参考图像的差异（Shift+E）</translation>
        </message>
        <message>
            <source>All results…</source>
            <translation>所有结果…</translation>
        </message>
        <message>
            <source>The metrics of all results in one table, the best marked</source>
            <translation>在一张表中列出所有结果的指标，并标出最佳值</translation>
        </message>
        <message>
            <source>Measure without the reference picture</source>
            <translation>不使用参考图像</translation>
        </message>
        <message>
            <source>Of more than two sources: the mean over neighbouring pairs. Compare only within this set.</source>
            <translation>多于两张源照片时，取相邻照片对的平均值；只能在同一组照片内比较。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Measure the result; a large picture takes a while</source>
            <translation>计算融合结果的指标；大幅照片需要一些时间</translation>
        </message>
        <message>
            <source>A picture of the same scene that is sharp everywhere, to compare the result with</source>
            <translation>同一场景处处清晰的照片，用来与融合结果比较</translation>
        </message>
        <message>
            <source>Copy the values, to paste them into a spreadsheet</source>
            <translation>复制数值，可粘贴到电子表格</translation>
        </message>
        <message>
            <source>Save the values as CSV or JSON</source>
            <translation>把数值保存为 CSV 或 JSON</translation>
        </message>
        <message>
            <source>The values were copied.</source>
            <translation>数值已复制。</translation>
        </message>
        <message>
            <source>Default: {value}{unit}.</source>
            <translation>默认值：{value}{unit}。</translation>
        </message>
        <message>
            <source>Back to {value}</source>
            <translation>恢复为 {value}</translation>
        </message>
        <message>
            <source>From {low} to {high}{unit}.</source>
            <translation>范围：{low} 至 {high}{unit}。</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Save the selected results…</source>
            <translation>保存选中的结果…</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Take out all others</source>
            <translation>移除其他所有结果</translation>
        </message>
        <message>
            <source>Graphics card: {name}</source>
            <translation>显卡：{name}</translation>
        </message>
        <message>
            <source>Processor (CPU)</source>
            <translation>处理器 (CPU)</translation>
        </message>
        <message>
            <source>RESULT</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Nothing fused yet.</source>
            <translation>尚未融合。</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Ran on</source>
            <translation>运行设备</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>{count} others</source>
            <translation>其余 {count} 张</translation>
        </message>
        <message>
            <source>not saved yet</source>
            <translation>尚未保存</translation>
        </message>
        <message>
            <source>Fuse again to bring it up to date.</source>
            <translation>请重新融合以更新结果。</translation>
        </message>
        <message>
            <source>Not looked at for long: its pixels are in a scratch file.</source>
            <translation>较长时间未查看：其像素已移到临时文件中。</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>融合结果</translation>
        </message>
        <message>
            <source>Every result of this session; a click shows one</source>
            <translation>本次会话的全部结果；单击显示一个</translation>
        </message>
        <message>
            <source>Enter shows a result, F2 gives it another name, Delete takes it out</source>
            <translation>回车键显示结果，F2 重命名，Delete 移除</translation>
        </message>
        <message>
            <source>Metrics of all results</source>
            <translation>所有结果的指标</translation>
        </message>
        <message>
            <source>{mark} marks the best of each metric; the arrow says which way is better, and * needs the reference picture. Results of other sources are left out.</source>
            <translation>{mark} 标出每项指标的最佳值；箭头表示数值朝哪个方向更好，* 表示需要参考图像。其他源照片的结果不在此列。</translation>
        </message>
        <message>
            <source>best</source>
            <translation>最佳</translation>
        </message>
        <message>
            <source>What strokes lay over the result; Alt+click takes the sharpest source there</source>
            <translation>笔画铺到结果上的内容；Alt+单击取该处最清晰的源照片</translation>
        </message>
        <message>
            <source>RETOUCH</source>
            <translation>修饰</translation>
        </message>
        <message>
            <source>Paint with</source>
            <translation>涂抹来源</translation>
        </message>
        <message>
            <source>Result: {name}</source>
            <translation>结果：{name}</translation>
        </message>
        <message>
            <source>Diameter of the brush in pixels of the picture ([ and ])</source>
            <translation>画笔直径，以画面像素计（[ 和 ]）</translation>
        </message>
        <message>
            <source>Hardness</source>
            <translation>硬度</translation>
        </message>
        <message>
            <source>How sharp the rim of the brush is ({ and })</source>
            <translation>画笔边缘的锐利程度（{ 和 }）</translation>
        </message>
        <message>
            <source>Brush opacity</source>
            <translation>画笔不透明度</translation>
        </message>
        <message>
            <source>The most that one stroke lays on</source>
            <translation>一笔最多覆盖多少</translation>
        </message>
        <message>
            <source>Flow</source>
            <translation>流量</translation>
        </message>
        <message>
            <source>What each print of the brush lays on</source>
            <translation>画笔每落一下覆盖多少</translation>
        </message>
        <message>
            <source>Erase strokes</source>
            <translation>擦除笔画</translation>
        </message>
        <message>
            <source>Strokes bring the computed result back (E)</source>
            <translation>涂抹处恢复为计算的结果（E）</translation>
        </message>
        <message>
            <source>Snap to edges</source>
            <translation>贴合边缘</translation>
        </message>
        <message>
            <source>The rim of a stroke is held by edges</source>
            <translation>笔画的边缘止于画面中的边缘</translation>
        </message>
        <message>
            <source>Match brightness</source>
            <translation>匹配亮度</translation>
        </message>
        <message>
            <source>The source gets the brightness of the result</source>
            <translation>源照片取结果的局部亮度</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Take the latest change back (Ctrl+Z)</source>
            <translation>撤销最近的更改 (Ctrl+Z)</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Make the latest change again that was undone (Ctrl+Shift+Z)</source>
            <translation>重做最近撤销的更改 (Ctrl+Shift+Z)</translation>
        </message>
        <message>
            <source>Previous doubt</source>
            <translation>上一可疑处</translation>
        </message>
        <message>
            <source>The doubtful place before (Shift+N)</source>
            <translation>上一个可疑处（Shift+N）</translation>
        </message>
        <message>
            <source>Next doubt</source>
            <translation>下一可疑处</translation>
        </message>
        <message>
            <source>The next place whose choice is a guess (N)</source>
            <translation>下一个靠猜测选择的地方（N）</translation>
        </message>
        <message>
            <source>Sharpness: {share} %</source>
            <translation>清晰度：{share}%</translation>
        </message>
        <message>
            <source>Activity at {x}, {y}: {share}</source>
            <translation>{x}, {y} 处的活跃度：{share}</translation>
        </message>
        <message>
            <source>Sharpness of the frames</source>
            <translation>各帧的清晰度</translation>
        </message>
        <message>
            <source>The frame before (Left)</source>
            <translation>上一帧 (←)</translation>
        </message>
        <message>
            <source>The next frame (Right)</source>
            <translation>下一帧 (→)</translation>
        </message>
        <message>
            <source>After Fuse, the other of the two large methods is computed beside the work, on one core. It stops for anything else. On up to {count} megapixels of all sources together, unless you switch it off; above only where you switch it on.</source>
            <translation>融合之后，在后台用一个处理器核心计算两种主要方法中的另一种，有其他任务时自动停止。所有源照片合计不超过 {count} 百万像素时默认开启；超过时需手动开启。</translation>
        </message>
        <message>
            <source>Second opinion</source>
            <translation>第二意见</translation>
        </message>
        <message>
            <source>How sharp places are told</source>
            <translation>清晰处以什么方式标出</translation>
        </message>
        <message>
            <source>How much the light must change for a place to be told, in levels of 255</source>
            <translation>亮度变化多大才标出，以 255 级计</translation>
        </message>
        <message>
            <source>Focus peaking</source>
            <translation>峰值对焦</translation>
        </message>
        <message>
            <source>Hide: {name}</source>
            <translation>隐藏：{name}</translation>
        </message>
        <message>
            <source>in colour</source>
            <translation>用颜色</translation>
        </message>
        <message>
            <source>with stripes</source>
            <translation>用条纹</translation>
        </message>
        <message>
            <source>by brightness</source>
            <translation>用亮度</translation>
        </message>
        <message>
            <source>Where to compute; Automatic takes a CUDA graphics card where one works</source>
            <translation>选择计算设备；“自动”会优先使用可用的 CUDA 显卡</translation>
        </message>
        <message>
            <source>METHOD</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Show or hide the parameters of this method</source>
            <translation>显示或隐藏此方法的参数</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>全部重置</translation>
        </message>
        <message>
            <source>Put all parameters of this method back to their defaults</source>
            <translation>把此方法的所有参数恢复为默认值</translation>
        </message>
        <message>
            <source>Graphics card (CUDA)</source>
            <translation>显卡 (CUDA)</translation>
        </message>
        <message>
            <source>Click to look at it; drag or Alt and an arrow key to change the order</source>
            <translation>单击查看；拖动或按 Alt 加方向键改变顺序</translation>
        </message>
        <message>
            <source>8-bit</source>
            <translation>8 位</translation>
        </message>
        <message>
            <source>16-bit</source>
            <translation>16 位</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>Drop a picture here, or click to open one</source>
            <translation>把照片拖到这里，或点击打开</translation>
        </message>
        <message>
            <source>Open a picture into this slot</source>
            <translation>在此位置打开一张照片</translation>
        </message>
        <message>
            <source>The colour of this source in the decision map</source>
            <translation>此源照片在决策图中的颜色</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Replace by another picture…</source>
            <translation>更换照片…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>彩色</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>SOURCES</source>
            <translation>源照片</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>交换</translation>
        </message>
        <message>
            <source>The infrared picture becomes the visible one, and the other way round</source>
            <translation>红外图像改作可见光图像，反之亦然</translation>
        </message>
        <message>
            <source>Add pictures…</source>
            <translation>添加照片…</translation>
        </message>
        <message>
            <source>Add more pictures of the same scene (Ctrl+Shift+O)</source>
            <translation>添加同一场景的更多照片 (Ctrl+Shift+O)</translation>
        </message>
        <message>
            <source>does not fit</source>
            <translation>尺寸不符</translation>
        </message>
        <message>
            <source>Keep the first source and every n-th after it; take the others out. n:</source>
            <translation>保留第一张及其后每第 n 张源照片，移除其余。n：</translation>
        </message>
        <message>
            <source>Keep every n-th</source>
            <translation>每隔 n 张保留一张</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>源照片</translation>
        </message>
        <message>
            <source>The frames: a click shows one, its box leaves it out, dragging moves it</source>
            <translation>各幅图像：单击显示，勾选框决定是否参与，拖动可移动</translation>
        </message>
        <message>
            <source>Take in</source>
            <translation>选用</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>不选用</translation>
        </message>
        <message>
            <source>Compare side by side</source>
            <translation>并排对比</translation>
        </message>
        <message>
            <source>Move to the top</source>
            <translation>移到开头</translation>
        </message>
        <message>
            <source>Move to the end</source>
            <translation>移到末尾</translation>
        </message>
        <message>
            <source>cannot be read</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>Share of the result: {share} %</source>
            <translation>在结果中的占比：{share}%</translation>
        </message>
        <message>
            <source>takes part</source>
            <translation>已选用</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>未选用</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>How the frames lie against each other, and which take part</source>
            <translation>各帧之间的位置关系，以及哪些帧参与融合</translation>
        </message>
        <message>
            <source>Method, result and metrics</source>
            <translation>方法、结果和指标</translation>
        </message>
        <message>
            <source>Paint a source over the result (B)</source>
            <translation>用源照片涂抹结果（B）</translation>
        </message>
        <message>
            <source>Save the result, its maps, layers and figures</source>
            <translation>保存结果及其图、图层和插图</translation>
        </message>
    </context>
    <context>
        <name>fusion</name>
        <message>
            <source>SE dense encoder</source>
            <translation>SE 密集编码器</translation>
        </message>
        <message>
            <source>Measures sharpness by the feature gradients of a trained network and takes each region from the sharper source. The published method for two shots from a tripod.</source>
            <translation>用训练好的网络的特征梯度衡量清晰度，每个区域取自更清晰的照片。即论文发表的方法，适合用三脚架拍摄的两张照片。</translation>
        </message>
        <message>
            <source>Beside depth edges a blurred foreground spreads over the sharp background.</source>
            <translation>在深度边缘旁，模糊的前景会盖住清晰的背景。</translation>
        </message>
        <message>
            <source>Measured against known truth, on pairs and stacks whose sharp picture is known.</source>
            <translation>已在清晰图像已知的照片对和照片组上，对照真值测量。</translation>
        </message>
        <message>
            <source>Window radius</source>
            <translation>窗口半径</translation>
        </message>
        <message>
            <source>Half side of the window over which sharpness is summed.</source>
            <translation>累计清晰度的窗口边长的一半。</translation>
        </message>
        <message>
            <source>px</source>
            <translation>像素</translation>
        </message>
        <message>
            <source>Window shape</source>
            <translation>窗口形状</translation>
        </message>
        <message>
            <source>box: all pixels of the window count alike, as published. gaussian: nearer ones count more.</source>
            <translation>方形：窗口内所有像素权重相同，与论文一致。高斯：越近的像素权重越大。</translation>
        </message>
        <message>
            <source>box</source>
            <translation>方形</translation>
        </message>
        <message>
            <source>gaussian</source>
            <translation>高斯</translation>
        </message>
        <message>
            <source>Consistency radius</source>
            <translation>一致性半径</translation>
        </message>
        <message>
            <source>Radius of the disk that opens and closes the decision map.</source>
            <translation>对决策图做开、闭运算的圆盘半径。</translation>
        </message>
        <message>
            <source>Smallest region</source>
            <translation>最小区域</translation>
        </message>
        <message>
            <source>Regions of the decision smaller than this share of the picture join their surroundings.</source>
            <translation>面积小于画面此比例的决策区域会并入周围区域。</translation>
        </message>
        <message>
            <source>Softening radius</source>
            <translation>柔化半径</translation>
        </message>
        <message>
            <source>Window radius of the guided filter that softens the decision.</source>
            <translation>柔化决策图的引导滤波窗口半径。</translation>
        </message>
        <message>
            <source>Softening strength</source>
            <translation>柔化强度</translation>
        </message>
        <message>
            <source>ε of the guided filter, on intensities from 0 to 1: larger is softer, smaller follows edges.</source>
            <translation>引导滤波的 ε（亮度范围 0 至 1）：越大越柔和，越小越贴合边缘。</translation>
        </message>
        <message>
            <source>Area limit</source>
            <translation>面积下限</translation>
        </message>
        <message>
            <source>adaptive: smaller regions are kept where the limit would turn over more than 3 % of what was decided confidently. fixed: as published.</source>
            <translation>自适应：若该下限会推翻超过 3% 的高置信决策，则保留更小的区域。固定：与已发表的相同。</translation>
        </message>
        <message>
            <source>adaptive</source>
            <translation>自适应</translation>
        </message>
        <message>
            <source>fixed</source>
            <translation>固定</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先</translation>
        </message>
        <message>
            <source>Where one thing is seen through or behind another, and each is sharp in its own source. none: the sharper one. near, far: the one in the earlier, or in the later source. For three sources or more.</source>
            <translation>当一物透过另一物或在其后可见，且各自在不同的源图中清晰时。无：取更清晰者；近、远：取较前或较后的源图中的那一物。适用于三张及以上的源图。</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>near</source>
            <translation>近</translation>
        </message>
        <message>
            <source>far</source>
            <translation>远</translation>
        </message>
        <message>
            <source>Attention</source>
            <translation>注意力机制</translation>
        </message>
        <message>
            <source>How the encoder weighs its features: by channel (cse), by pixel (sse), or both (scse).</source>
            <translation>编码器对特征加权的方式：按通道 (cse)、按像素 (sse) 或两者兼用 (scse)。</translation>
        </message>
        <message>
            <source>cse</source>
            <translation>cse（通道）</translation>
        </message>
        <message>
            <source>sse</source>
            <translation>sse（像素）</translation>
        </message>
        <message>
            <source>scse</source>
            <translation>scse（两者）</translation>
        </message>
        <message>
            <source>Accuracy</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>auto: as fast as can be without a visible difference. exact: every pixel at full size, in 32-bit numbers; several times slower. quick: decided at half size only, for a first look.</source>
            <translation>自动：在看不出差别的前提下尽可能快。精确：每个像素都以原尺寸、用 32 位数计算，耗时数倍。快速：只在一半尺寸上判定，供先看一眼。</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>exact</source>
            <translation>精确</translation>
        </message>
        <message>
            <source>quick</source>
            <translation>快速</translation>
        </message>
        <message>
            <source>Learned decision</source>
            <translation>学习型决策</translation>
        </message>
        <message>
            <source>Decides with a network that learned from the optics of defocus, and sees depth edges, hair and smooth areas in their surroundings. For two shots or more from a tripod.</source>
            <translation>用一个从离焦光学规律中学习的神经网络来决策，并结合周围环境判断深度边缘、毛发和平滑区域。适用于三脚架拍摄的两张或多张照片。</translation>
        </message>
        <message>
            <source>Trained on scenes made from photographs of less than a megapixel; never mixes more than two sources.</source>
            <translation>用不足百万像素的照片生成的场景训练；从不混合两个以上的源。</translation>
        </message>
        <message>
            <source>Decisiveness</source>
            <translation>决断程度</translation>
        </message>
        <message>
            <source>How soon a lead of one source becomes a plain choice: larger makes transitions harder, smaller makes them softer.</source>
            <translation>某张源图像领先多少就完全采用它：数值越大过渡越硬，越小过渡越柔和。</translation>
        </message>
        <message>
            <source>Spatial frequency (no network)</source>
            <translation>空间频率（不用网络）</translation>
        </message>
        <message>
            <source>Measures sharpness by the differences between neighbouring pixels. Needs no network and starts at once; the yardstick that a trained network must beat.</source>
            <translation>用相邻像素的差异衡量清晰度。无需神经网络，立即可用，是衡量神经网络优劣的基准。</translation>
        </message>
        <message>
            <source>Noise counts as sharpness.</source>
            <translation>噪声会被算作清晰。</translation>
        </message>
        <message>
            <source>Laplacian pyramid</source>
            <translation>拉普拉斯金字塔</translation>
        </message>
        <message>
            <source>Splits every source into details of all sizes and keeps the strongest of each. Leaves no hard seams and copes with fine crossing structures; also keeps the strongest noise.</source>
            <translation>将每张照片分解为各种大小的细节，每种保留最强的一份。没有生硬的接缝，能处理细密交错的结构，但也会保留最强的噪点。</translation>
        </message>
        <message>
            <source>Keeps the strongest noise too, and the blur of the foreground beside depth edges.</source>
            <translation>也会保留最强的噪声，以及深度边缘旁前景的模糊。</translation>
        </message>
        <message>
            <source>Written from the published formulas; its parts are tested to give the picture back.</source>
            <translation>按发表的公式编写；经测试，其各部分能还原图像。</translation>
        </message>
        <message>
            <source>Comparison radius</source>
            <translation>比较半径</translation>
        </message>
        <message>
            <source>Half side of the window over which detail is averaged before it is compared. 0: each value by itself, the classical choice; 1 or 2 choose more steadily.</source>
            <translation>比较之前对细节取平均的窗口边长的一半。0：逐值比较，即经典做法；1 或 2 的选择更稳定。</translation>
        </message>
        <message>
            <source>Pyramid levels</source>
            <translation>金字塔层数</translation>
        </message>
        <message>
            <source>How many scales of detail are told apart. 0: as many as the size of the picture allows.</source>
            <translation>区分多少种尺度的细节。0：由照片尺寸决定，取最多层数。</translation>
        </message>
        <message>
            <source>Guided-filter fusion</source>
            <translation>引导滤波融合</translation>
        </message>
        <message>
            <source>Splits every source into a coarse and a fine layer and mixes each by weights that follow the edges of the picture. Quick, and smooth at boundaries; leaves some blur beside them.</source>
            <translation>将每张照片分为粗、细两层，各按贴合画面边缘的权重混合。速度快，交界处过渡平滑，但旁边会残留少许模糊。</translation>
        </message>
        <message>
            <source>Blur of the other source shows around boundaries; noise is taken for sharpness.</source>
            <translation>边界附近会露出另一个源的模糊；噪声会被当作清晰。</translation>
        </message>
        <message>
            <source>Base radius</source>
            <translation>粗层半径</translation>
        </message>
        <message>
            <source>Window radius of the guided filter for the weights of the coarse layer.</source>
            <translation>计算粗层权重的引导滤波窗口半径。</translation>
        </message>
        <message>
            <source>Base softness</source>
            <translation>粗层柔和度</translation>
        </message>
        <message>
            <source>ε of that filter, on intensities from 0 to 1: larger gives softer weights.</source>
            <translation>该滤波的 ε（亮度范围 0 至 1）：越大权重越柔和。</translation>
        </message>
        <message>
            <source>Detail radius</source>
            <translation>细层半径</translation>
        </message>
        <message>
            <source>Window radius of the guided filter for the weights of the fine layer.</source>
            <translation>计算细层权重的引导滤波窗口半径。</translation>
        </message>
        <message>
            <source>Detail softness</source>
            <translation>细层柔和度</translation>
        </message>
        <message>
            <source>ε of that filter, on intensities from 0 to 1: smaller follows fine edges more closely.</source>
            <translation>该滤波的 ε（亮度范围 0 至 1）：越小越贴合细微边缘。</translation>
        </message>
        <message>
            <source>Stationary wavelet</source>
            <translation>平稳小波</translation>
        </message>
        <message>
            <source>Splits every source into upright, level and oblique details of several sizes and keeps the strongest of each. Slower than the pyramid.</source>
            <translation>将每张照片分解为多种大小的竖直、水平和斜向细节，每种保留最强的一份。比金字塔慢。</translation>
        </message>
        <message>
            <source>Keeps the strongest noise too, spreads around depth edges, and is slow.</source>
            <translation>最强的噪声也会保留，在景深边缘向外扩散，而且较慢。</translation>
        </message>
        <message>
            <source>Wavelet</source>
            <translation>小波</translation>
        </message>
        <message>
            <source>haar: the shortest and the classical choice. db2, sym4: longer and smoother.</source>
            <translation>haar：最短，即经典选择。db2、sym4：更长、更平滑。</translation>
        </message>
        <message>
            <source>haar</source>
            <translation>haar（最短）</translation>
        </message>
        <message>
            <source>db2</source>
            <translation>db2（较长）</translation>
        </message>
        <message>
            <source>sym4</source>
            <translation>sym4（最平滑）</translation>
        </message>
        <message>
            <source>Wavelet levels</source>
            <translation>小波层数</translation>
        </message>
        <message>
            <source>How many scales of detail are told apart; six reach far and take long.</source>
            <translation>区分多少种细节尺度；六级作用范围大，耗时长。</translation>
        </message>
        <message>
            <source>Average</source>
            <translation>平均</translation>
        </message>
        <message>
            <source>The mean of all sources, sharp or not. Every region stays partly blurred; the baseline that each other method must beat.</source>
            <translation>对所有照片直接取平均，不分清晰与否。各处都会残留模糊，是其他方法必须超过的基准。</translation>
        </message>
        <message>
            <source>The more sources, the less each region keeps of the one that shows it best.</source>
            <translation>源越多，每个区域保留的最佳源就越少。</translation>
        </message>
        <message>
            <source>Compared with the mean of the numbers, which it is exactly.</source>
            <translation>已与数值的平均值比较，完全相同。</translation>
        </message>
        <message>
            <source>SESF as published</source>
            <translation>SESF（论文原始程序）</translation>
        </message>
        <message>
            <source>The published program step by step, with its truncation and its one-sided consistency check: for comparing with printed tables. Two 8-bit sources.</source>
            <translation>逐步复现论文发布的程序，包括其截断取整和单侧一致性校验，用于与论文表格对照。仅支持两张 8 位照片。</translation>
        </message>
        <message>
            <source>Treats its two sources differently, loses levels by truncation, and takes much memory.</source>
            <translation>对两个源的处理不同，截断会损失灰阶，并且占用很多内存。</translation>
        </message>
        <message>
            <source>Compared step by step with the published program.</source>
            <translation>已与发表的程序逐步比较。</translation>
        </message>
        <message>
            <source>DenseFuse</source>
            <translation>DenseFuse</translation>
        </message>
        <message>
            <source>Adds the features that an autoencoder finds in both frames and draws one picture of them. Even and without halos.</source>
            <translation>把自编码器在两帧中找到的特征相加，再画成一幅图像。均匀，没有光晕。</translation>
        </message>
        <message>
            <source>Low contrast: warm things and visible texture each lose about half of theirs, since both frames count alike.</source>
            <translation>对比度低：两帧同等看待，热目标和可见光纹理各损失约一半。</translation>
        </message>
        <message>
            <source>Checked against the authors' weights and pictures.</source>
            <translation>已与作者的权重和图像核对。</translation>
        </message>
        <message>
            <source>Rule</source>
            <translation>规则</translation>
        </message>
        <message>
            <source>addition: the features of both frames are added. l1-norm: each frame's are weighted by its share of the activity around a pixel. mean: half their sum, for a range as painted.</source>
            <translation>addition：两帧的特征相加。l1-norm：每帧的特征按其在像素周围活动度中的份额加权。mean：取和的一半，用于不拉伸的取值范围。</translation>
        </message>
        <message>
            <source>addition</source>
            <translation>相加</translation>
        </message>
        <message>
            <source>l1-norm</source>
            <translation>L1 范数</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>平均</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>取值范围</translation>
        </message>
        <message>
            <source>stretched: the darkest painted value becomes black and the brightest white, over the whole picture, as the published program saves it. as-painted: values stay as the network gives them.</source>
            <translation>stretched：在整幅图像上把画出的最暗值变为黑、最亮值变为白，与原作者程序的保存方式一致。as-painted：保持网络给出的值。</translation>
        </message>
        <message>
            <source>stretched</source>
            <translation>拉伸</translation>
        </message>
        <message>
            <source>as-painted</source>
            <translation>原样</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>A file of the weights that the network's authors published, as a NumPy archive (.npz); the method then computes as their program did. Empty takes those that were trained here.</source>
            <translation>网络作者公布的权重文件（NumPy 存档，.npz）；此时方法按其程序计算。留空则用本程序自行训练的权重。</translation>
        </message>
        <message>
            <source>PMGI</source>
            <translation>PMGI</translation>
        </message>
        <message>
            <source>Paints a picture that keeps the brightness of the infrared and the gradients of both frames, by a small network with a path for each. Quick.</source>
            <translation>用一个有两条通路的小网络画出图像：保留红外的亮度和两帧的梯度。速度快。</translation>
        </message>
        <message>
            <source>A grey veil, and halos where one frame has an edge and the other has none; noise of the infrared is kept.</source>
            <translation>画面发灰；一帧有边缘而另一帧没有时出现光晕；红外的噪声会保留。</translation>
        </message>
        <message>
            <source>SuperFusion</source>
            <translation>SuperFusion</translation>
        </message>
        <message>
            <source>Paints a picture from features of both, weighted by attention to the whole picture. A matcher can first bring the infrared picture onto the visible one.</source>
            <translation>由两幅图像的特征绘出结果，权重来自对整个画面的注意力。可先由匹配网络把红外图像移到可见光图像上。</translation>
        </message>
        <message>
            <source>Its matcher was trained for an hour and brings real pairs hardly nearer: register by cross-modal instead. Painted pixels are softer than the sources'.</source>
            <translation>它的匹配网络只训练了一小时，几乎不能使真实的成对图像靠近：请改用跨模态对齐。画出的像素比源照片柔和。</translation>
        </message>
        <message>
            <source>Made from the description; not checked against the authors' weights.</source>
            <translation>按描述实现；未与作者的权重核对。</translation>
        </message>
        <message>
            <source>Matcher levels</source>
            <translation>匹配层数</translation>
        </message>
        <message>
            <source>At how many sizes the matcher looks for where the infrared picture lies on the visible one, from an eighth of the size on. Fewer levels bend the picture less and fit it less. 0: the pictures are fused as they lie.</source>
            <translation>匹配网络在几种尺寸上（从八分之一起）寻找红外图像在可见光图像上的位置。层数越少，画面变形越小，对齐也越差。0：图像按原位融合。</translation>
        </message>
        <message>
            <source>PMGI, multi-focus</source>
            <translation>PMGI（多焦点）</translation>
        </message>
        <message>
            <source>Paints a picture that keeps brightness and gradients of all sources alike. Its best possible result is their mean: it is here for comparison.</source>
            <translation>画出的图像同等保留各源图像的亮度和梯度。最好的结果也只是它们的平均：仅供比较。</translation>
        </message>
        <message>
            <source>Its loss is least where the result is the mean of the sources, so every region stays partly blurred.</source>
            <translation>其损失在结果为各源图像平均时最小，因此每个区域都仍有部分模糊。</translation>
        </message>
        <message>
            <source>Takes its authors' weights too; they published no pictures of this kind to compare with. Its network is that of PMGI, which is checked.</source>
            <translation>也接受原作者的权重；但作者没有公布这一类的图像可供比较。其网络与已核对的 PMGI 相同。</translation>
        </message>
        <message>
            <source>SMFuse</source>
            <translation>SMFuse</translation>
        </message>
        <message>
            <source>A small network gives a hard mask, and each pixel is one source's own, without any cleaning. It learned from repeated blur and gradients alone. It is here for comparison.</source>
            <translation>一个小网络给出硬掩模，每个像素都是某一源图像自己的，不做任何清理。它只从重复模糊和梯度学习。仅供比较。</translation>
        </message>
        <message>
            <source>Sees 9 × 9 pixels: the mask is speckled in even areas, and its edges are hard steps.</source>
            <translation>只看到 9 × 9 像素：平坦区域的掩模有斑点，边缘是硬台阶。</translation>
        </message>
        <message>
            <source>MFF-GAN</source>
            <translation>MFF-GAN</translation>
        </message>
        <message>
            <source>Paints the fused luminance with a network that was trained to keep the sharper source's values and gradients, and against another that judges gradients. It is here for comparison.</source>
            <translation>由一个网络画出融合亮度：它学会保留更清晰源图像的数值和梯度，并与另一个判别梯度的网络对抗训练。仅供比较。</translation>
        </message>
        <message>
            <source>Its pixels are no source's own: brightness drifts, and blur that both sources share may become false texture.</source>
            <translation>像素不是任何源图像自己的：亮度会漂移，两个源图像都模糊处可能变成假纹理。</translation>
        </message>
        <message>
            <source>Takes its authors' weights too; they published no pictures to compare with.</source>
            <translation>也接受原作者的权重；但作者没有公布可供比较的图像。</translation>
        </message>
        <message>
            <source>Order of the sources</source>
            <translation>源图像的顺序</translation>
        </message>
        <message>
            <source>The network has one branch for the near-focused source and one for the other. both: the mean of both orders, so that exchanged sources give the same result. given: the first source is the near-focused one, as published; always so with the authors' weights.</source>
            <translation>网络有一个分支用于近焦源图像，另一个用于远焦。both：取两种顺序的平均，交换源图像结果不变。given：第一个源图像是近焦的，与发表的程序相同；使用作者的权重时总是如此。</translation>
        </message>
        <message>
            <source>both</source>
            <translation>两种顺序</translation>
        </message>
        <message>
            <source>given</source>
            <translation>按给定顺序</translation>
        </message>
        <message>
            <source>FusionDiff</source>
            <translation>FusionDiff</translation>
        </message>
        <message>
            <source>Draws the fused picture out of noise in a few steps, by a network that has both sources before it. Trained with 100 pairs; slow, and says how long it will take.</source>
            <translation>由一个以两张源图为条件的网络，用几步从噪声中画出融合图像。用 100 对图像训练；较慢，开始前会说明所需时间。</translation>
        </message>
        <message>
            <source>Its pixels are no source's own, it is by far the slowest method, and another seed gives a slightly different picture.</source>
            <translation>像素不属于任何源图；是最慢的方法；换一个种子，图像会略有不同。</translation>
        </message>
        <message>
            <source>Made from the description; not checked against the authors' weights, which were never published. The full network has the published number of parameters.</source>
            <translation>按描述实现；作者从未公布权重，因此未与其核对。完整网络的参数数量与公布的一致。</translation>
        </message>
        <message>
            <source>Sampler</source>
            <translation>采样方式</translation>
        </message>
        <message>
            <source>ddim adds no noise on the way and keeps what is there; deterministic leaves the noise out, as published, and is less like the truth in few steps; stochastic adds it, and seeds differ more.</source>
            <translation>ddim 途中不加噪声，保留已有的噪声；确定性采样按论文省去噪声，步数少时离真值较远；随机采样会加噪声，不同种子差别更大。</translation>
        </message>
        <message>
            <source>deterministic</source>
            <translation>确定性</translation>
        </message>
        <message>
            <source>stochastic</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>ddim</source>
            <translation>ddim</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Of the 2000 steps of the diffusion, how many are made, evenly spread; two cores take about half a second for a step and megapixel.</source>
            <translation>在扩散的 2000 步中均匀选取多少步；双核处理器上每步每百万像素约需半秒。</translation>
        </message>
        <message>
            <source>Clamp</source>
            <translation>限制范围</translation>
        </message>
        <message>
            <source>What the network finds at each step is kept between the sources, which leaves what is alike as it is; or within the whole range, as published.</source>
            <translation>把网络每一步的结果限制在两张源图之间，相同之处因此保持不变；或按论文限制在整个取值范围内。</translation>
        </message>
        <message>
            <source>sources</source>
            <translation>源图之间</translation>
        </message>
        <message>
            <source>range</source>
            <translation>整个范围</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Of the noise that the picture is drawn from; the same gives the same pixels.</source>
            <translation>用于产生初始噪声；相同的种子得到相同的像素。</translation>
        </message>
        <message>
            <source>FusionGAN</source>
            <translation>FusionGAN</translation>
        </message>
        <message>
            <source>Paints a picture with the brightness of the infrared and the edges of the visible one, by a network that learned against another that tells visible pictures from painted ones.</source>
            <translation>由网络绘制一幅图像，具有红外图像的亮度和可见光图像的边缘；该网络在训练中与另一个辨别可见光图像和绘制图像的网络对抗。</translation>
        </message>
        <message>
            <source>Leans to the infrared: texture that only the visible picture has comes out thin, and the edges of warm things are soft.</source>
            <translation>偏向红外：只有可见光图像才有的纹理显得单薄，热目标的边缘较软。</translation>
        </message>
        <message>
            <source>Normalised by</source>
            <translation>归一化依据</translation>
        </message>
        <message>
            <source>Averages kept from the training: a region's brightness depends on its surroundings only. Or mean and variance over this picture, as the published program does: brightness then depends on the whole picture.</source>
            <translation>使用训练时保存的平均值：某处的亮度只取决于其周围。或使用本图的均值和方差，与已发布的程序相同：亮度因此取决于整幅图像。</translation>
        </message>
        <message>
            <source>training</source>
            <translation>训练统计</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>本图统计</translation>
        </message>
        <message>
            <source>UFGAN</source>
            <translation>UFGAN</translation>
        </message>
        <message>
            <source>Paints a picture with the brighter of both sources and the larger of their gradients, by a U-Net that learned likeness to both, content of the visible and style of the infrared picture.</source>
            <translation>由 U 形网络绘制一幅图像，取两源中较亮者和较大的梯度；它学习了与两源的相似性、可见光图像的内容和红外图像的风格。</translation>
        </message>
        <message>
            <source>The published code trained nothing by its content and style losses and mixed up its pairs, so this is what it meant, not what it did.</source>
            <translation>已发布的代码中内容损失和风格损失没有训练任何权重，图像对也被打乱；因此这里实现的是其本意，而不是其实际行为。</translation>
        </message>
        <message>
            <source>Motion</source>
            <translation>运动模型</translation>
        </message>
        <message>
            <source>auto: the simplest motion that explains the frames; registered frames stay as they are. none: the frames are taken as they are. cross-modal: for infrared and visible pictures; by where edges lie, whichever side is brighter, with a smooth displacement where that fits better.</source>
            <translation>自动：取能解释各帧的最简单的运动，已配准的帧保持原样。无：各帧按原样使用。跨模态：用于红外与可见光图像，按边缘的位置配准，不论哪一侧更亮；在更吻合处再加平滑的位移场。</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>平移</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>相似</translation>
        </message>
        <message>
            <source>affine</source>
            <translation>仿射</translation>
        </message>
        <message>
            <source>homography</source>
            <translation>单应</translation>
        </message>
        <message>
            <source>cross-modal</source>
            <translation>跨模态</translation>
        </message>
        <message>
            <source>Keep the size</source>
            <translation>保持尺寸</translation>
        </message>
        <message>
            <source>Keep the size of the reference frame instead of cropping to what all frames show.</source>
            <translation>保持基准帧的尺寸，而不裁剪到所有帧共有的部分。</translation>
        </message>
        <message>
            <source>Even exposure</source>
            <translation>匀光</translation>
        </message>
        <message>
            <source>Even out exposure and white balance between the frames.</source>
            <translation>使各帧的曝光与白平衡一致。</translation>
        </message>
        <message>
            <source>normalised mutual information</source>
            <translation>归一化互信息</translation>
        </message>
        <message>
            <source>0 to 2</source>
            <translation>0 至 2</translation>
        </message>
        <message>
            <source>It does not see where pixels stand; any blending or lossy saving lowers it.</source>
            <translation>不反映像素的位置；任何混合或有损保存都会使它降低。</translation>
        </message>
        <message>
            <source>Tsallis entropy, order 1.85</source>
            <translation>Tsallis 熵，阶数 1.85</translation>
        </message>
        <message>
            <source>0 to infinity, 20 to 100 is usual</source>
            <translation>0 至无穷大，通常为 20 至 100</translation>
        </message>
        <message>
            <source>The scene's histogram decides its value; compare only results of one pair.</source>
            <translation>数值取决于场景的直方图；只能比较同一组照片的结果。</translation>
        </message>
        <message>
            <source>Tsallis entropy, order 0.43137, normalised</source>
            <translation>归一化 Tsallis 熵，阶数 0.43137</translation>
        </message>
        <message>
            <source>about 0 to 1</source>
            <translation>约 0 至 1</translation>
        </message>
        <message>
            <source>It does not see where pixels stand, and hardly differs between good methods.</source>
            <translation>不反映像素的位置；较好的方法之间几乎没有差别。</translation>
        </message>
        <message>
            <source>nonlinear correlation information entropy</source>
            <translation>非线性相关信息熵</translation>
        </message>
        <message>
            <source>0.802 to 1</source>
            <translation>0.802 至 1</translation>
        </message>
        <message>
            <source>It does not see where pixels stand, and the sources alone fix most of its value.</source>
            <translation>不反映像素的位置；数值主要由源照片决定。</translation>
        </message>
        <message>
            <source>mutual information, natural logarithm</source>
            <translation>互信息，自然对数</translation>
        </message>
        <message>
            <source>0 to 11.1</source>
            <translation>0 至 11.1</translation>
        </message>
        <message>
            <source>It does not see where pixels stand, and differs more between scenes than between methods.</source>
            <translation>不反映像素的位置；不同场景间的差别大于不同方法间的差别。</translation>
        </message>
        <message>
            <source>cross entropy</source>
            <translation>交叉熵</translation>
        </message>
        <message>
            <source>about 0 to 8</source>
            <translation>约 0 至 8</translation>
        </message>
        <message>
            <source>It sees nothing but the three histograms.</source>
            <translation>只看三幅图像的直方图。</translation>
        </message>
        <message>
            <source>feature mutual information of pixels</source>
            <translation>特征互信息，像素</translation>
        </message>
        <message>
            <source>0 to 1</source>
            <translation>0 至 1</translation>
        </message>
        <message>
            <source>It does not see contrast or brightness, as each small window is stretched by itself.</source>
            <translation>不反映对比度和亮度，因为每个小窗口都单独拉伸。</translation>
        </message>
        <message>
            <source>feature mutual information of horizontal gradients</source>
            <translation>特征互信息，水平梯度</translation>
        </message>
        <message>
            <source>It does not see horizontal edges, contrast or brightness.</source>
            <translation>不反映水平边缘、对比度和亮度。</translation>
        </message>
        <message>
            <source>edges kept, Q^AB/F</source>
            <translation>边缘保持度，Q^AB/F</translation>
        </message>
        <message>
            <source>0 to 0.975</source>
            <translation>0 至 0.975</translation>
        </message>
        <message>
            <source>It does not see flat areas, brightness or colour, and counts the sources' noise as edges.</source>
            <translation>不反映平坦区域、亮度和色彩，并把源照片的噪声当作边缘。</translation>
        </message>
        <message>
            <source>artefacts, N^AB/F</source>
            <translation>伪影，N^AB/F</translation>
        </message>
        <message>
            <source>It does not see lost detail; a blurred result has no artefacts.</source>
            <translation>不反映细节的丢失；模糊的结果没有伪影。</translation>
        </message>
        <message>
            <source>details kept at two scales</source>
            <translation>两个尺度上的细节保持度</translation>
        </message>
        <message>
            <source>0 to 3</source>
            <translation>0 至 3</translation>
        </message>
        <message>
            <source>It counts a detail that is off by a few grey levels as lost.</source>
            <translation>细节只要相差几个灰度级，就算作丢失。</translation>
        </message>
        <message>
            <source>ratio of spatial frequency error</source>
            <translation>空间频率误差比</translation>
        </message>
        <message>
            <source>-1 to infinity</source>
            <translation>-1 至无穷大</translation>
        </message>
        <message>
            <source>Lost detail here and noise there cancel out.</source>
            <translation>一处丢失的细节会与另一处的噪声相抵消。</translation>
        </message>
        <message>
            <source>features of phase congruency kept</source>
            <translation>相位一致性特征保持度</translation>
        </message>
        <message>
            <source>about -1 to 1</source>
            <translation>约 -1 至 1</translation>
        </message>
        <message>
            <source>It does not see contrast, brightness or colour.</source>
            <translation>不反映对比度、亮度和色彩。</translation>
        </message>
        <message>
            <source>structural quality</source>
            <translation>结构质量</translation>
        </message>
        <message>
            <source>-1 to 1</source>
            <translation>-1 至 1</translation>
        </message>
        <message>
            <source>A smooth window weighs as much as a busy one; it does not see colour.</source>
            <translation>平滑窗口与纹理丰富的窗口权重相同；不反映色彩。</translation>
        </message>
        <message>
            <source>weighted structural quality</source>
            <translation>加权结构质量</translation>
        </message>
        <message>
            <source>It hardly sees noise or halos in smooth areas.</source>
            <translation>几乎不反映平滑区域的噪声和光晕。</translation>
        </message>
        <message>
            <source>edge-dependent structural quality</source>
            <translation>边缘相关结构质量</translation>
        </message>
        <message>
            <source>It hardly sees errors in smooth areas.</source>
            <translation>几乎不反映平滑区域的误差。</translation>
        </message>
        <message>
            <source>structural quality by covariance</source>
            <translation>协方差结构质量</translation>
        </message>
        <message>
            <source>Each window is compared with the source it already resembles; flat windows are unstable.</source>
            <translation>每个窗口只与本来就相似的源照片比较；平坦窗口的数值不稳定。</translation>
        </message>
        <message>
            <source>structural quality by choice</source>
            <translation>择优结构质量</translation>
        </message>
        <message>
            <source>Where the sources differ, a copy of the wrong one is perfect too; flat windows are unstable.</source>
            <translation>在源照片不同之处，照抄选错的一张也算完美；平坦窗口的数值不稳定。</translation>
        </message>
        <message>
            <source>structural similarity, summed over the sources</source>
            <translation>与各源照片的结构相似度之和</translation>
        </message>
        <message>
            <source>-2 to 2</source>
            <translation>-2 至 2</translation>
        </message>
        <message>
            <source>It does not know which source is sharp; a plain mean of both often wins.</source>
            <translation>不知道哪张源照片清晰；两张的简单平均往往得分最高。</translation>
        </message>
        <message>
            <source>peak signal to noise ratio to both sources, dB</source>
            <translation>对两个源的峰值信噪比，dB</translation>
        </message>
        <message>
            <source>0 to infinity</source>
            <translation>0 至无穷大</translation>
        </message>
        <message>
            <source>The mean of the sources has the best value that there is, whatever it shows.</source>
            <translation>无论内容如何，两个源的平均值总是最优。</translation>
        </message>
        <message>
            <source>the benchmark program's PSNR to both sources, dB</source>
            <translation>基准程序对两个源的 PSNR，dB</translation>
        </message>
        <message>
            <source>near 65</source>
            <translation>65 左右</translation>
        </message>
        <message>
            <source>It hardly differs between results, and grows with the number of pixels.</source>
            <translation>各结果间几乎没有差别，且随像素数增大。</translation>
        </message>
        <message>
            <source>sum of correlations of differences</source>
            <translation>差异相关性之和</translation>
        </message>
        <message>
            <source>It says nothing of focus: it was made for sources that show different things.</source>
            <translation>与对焦无关：它是为内容不同的源图像设计的。</translation>
        </message>
        <message>
            <source>visible error of regions</source>
            <translation>区域可见误差</translation>
        </message>
        <message>
            <source>A few strong edges decide its value; values of different scenes cannot be compared.</source>
            <translation>数值取决于少数强边缘；不同场景的数值不能比较。</translation>
        </message>
        <message>
            <source>perceived contrast kept</source>
            <translation>感知对比度保持度</translation>
        </message>
        <message>
            <source>It does not see brightness shifts or colour, and changes with the size of the picture.</source>
            <translation>不反映亮度偏移和色彩，并随照片尺寸变化。</translation>
        </message>
        <message>
            <source>visual information fidelity</source>
            <translation>视觉信息保真度</translation>
        </message>
        <message>
            <source>0 to above 1</source>
            <translation>0 至 1 以上</translation>
        </message>
        <message>
            <source>It takes added contrast and sharpening for gain, and does not see colour.</source>
            <translation>把增强的对比度和锐化当作改善；不反映色彩。</translation>
        </message>
        <message>
            <source>entropy</source>
            <translation>信息熵</translation>
        </message>
        <message>
            <source>0 to 8</source>
            <translation>0 至 8</translation>
        </message>
        <message>
            <source>It cannot tell detail from noise or too much sharpening, and says nothing of the right choice.</source>
            <translation>分不清细节与噪声或过度锐化，也不说明选择是否正确。</translation>
        </message>
        <message>
            <source>standard deviation by columns</source>
            <translation>逐列标准差</translation>
        </message>
        <message>
            <source>0 to about 128</source>
            <translation>0 至约 128</translation>
        </message>
        <message>
            <source>standard deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>0 to 127.5</source>
            <translation>0 至 127.5</translation>
        </message>
        <message>
            <source>standard deviation, divided by 8</source>
            <translation>标准差除以 8</translation>
        </message>
        <message>
            <source>0 to 15.94</source>
            <translation>0 到 15.94</translation>
        </message>
        <message>
            <source>spatial frequency</source>
            <translation>空间频率</translation>
        </message>
        <message>
            <source>0 to 361</source>
            <translation>0 至 361</translation>
        </message>
        <message>
            <source>average gradient</source>
            <translation>平均梯度</translation>
        </message>
        <message>
            <source>0 to 255</source>
            <translation>0 至 255</translation>
        </message>
        <message>
            <source>average gradient, central</source>
            <translation>平均梯度（中心差分）</translation>
        </message>
        <message>
            <source>edge intensity</source>
            <translation>边缘强度</translation>
        </message>
        <message>
            <source>0 to about 1082</source>
            <translation>0 至约 1082</translation>
        </message>
        <message>
            <source>peak signal to noise ratio, dB</source>
            <translation>峰值信噪比，dB</translation>
        </message>
        <message>
            <source>It does not see what the error looks like or where it is.</source>
            <translation>不反映误差的样子和位置。</translation>
        </message>
        <message>
            <source>structural similarity</source>
            <translation>结构相似度</translation>
        </message>
        <message>
            <source>It does not see colour, and smooth areas outweigh a thin halo or a missed hair.</source>
            <translation>不反映色彩；平滑区域会掩盖细小的光晕或漏掉的发丝。</translation>
        </message>
        <message>
            <source>structural similarity at five scales</source>
            <translation>五个尺度上的结构相似度</translation>
        </message>
        <message>
            <source>It does not see colour, and forgives errors of the finest detail.</source>
            <translation>不反映色彩，并且对最细微处的误差较为宽容。</translation>
        </message>
        <message>
            <source>gradient magnitude similarity deviation</source>
            <translation>梯度幅值相似度偏差</translation>
        </message>
        <message>
            <source>0 to about 0.7</source>
            <translation>0 至约 0.7</translation>
        </message>
        <message>
            <source>It does not see colour, brightness, or a loss that is the same everywhere.</source>
            <translation>不反映色彩、亮度，以及各处相同的损失。</translation>
        </message>
        <message>
            <source>mean colour difference ΔE2000</source>
            <translation>平均色差 ΔE2000</translation>
        </message>
        <message>
            <source>0 to about 100</source>
            <translation>0 至约 100</translation>
        </message>
        <message>
            <source>It does not see structure: blur on a smooth colour hardly counts.</source>
            <translation>不反映结构：平滑色彩上的模糊几乎没有影响。</translation>
        </message>
        <message>
            <source>Measuring sharpness</source>
            <translation>正在衡量清晰度</translation>
        </message>
        <message>
            <source>Loading the network</source>
            <translation>正在载入神经网络</translation>
        </message>
        <message>
            <source>Painting</source>
            <translation>绘制</translation>
        </message>
        <message>
            <source>Saving the animation</source>
            <translation>正在保存动画</translation>
        </message>
        <message>
            <source>Saving the registered frames</source>
            <translation>正在保存已配准的各帧</translation>
        </message>
        <message>
            <source>Making views</source>
            <translation>正在生成视图</translation>
        </message>
        <message>
            <source>Measuring depth</source>
            <translation>正在测量深度</translation>
        </message>
        <message>
            <source>Smoothing the depth</source>
            <translation>正在平滑深度</translation>
        </message>
        <message>
            <source>Evaluating</source>
            <translation>正在评测</translation>
        </message>
        <message>
            <source>Reporting</source>
            <translation>正在生成报告</translation>
        </message>
        <message>
            <source>Writing the layers</source>
            <translation>正在写入图层</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>Registering</source>
            <translation>正在配准</translation>
        </message>
        <message>
            <source>Making a quick preview</source>
            <translation>正在生成快速预览</translation>
        </message>
        <message>
            <source>Blending</source>
            <translation>正在混合</translation>
        </message>
        <message>
            <source>Diffusing</source>
            <translation>正在扩散</translation>
        </message>
        <message>
            <source>Checking the result</source>
            <translation>正在检查结果</translation>
        </message>
        <message>
            <source>Looking for the files</source>
            <translation>正在查找文件</translation>
        </message>
        <message>
            <source>Looking for motion</source>
            <translation>正在寻找运动</translation>
        </message>
        <message>
            <source>Retouching</source>
            <translation>正在修饰</translation>
        </message>
        <message>
            <source>Fusing slabs</source>
            <translation>正在融合各分段</translation>
        </message>
        <message>
            <source>Verifying the decision</source>
            <translation>正在校验决策图</translation>
        </message>
        <message>
            <source>Making the figure</source>
            <translation>正在制作插图</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>正在写入</translation>
        </message>
        <message>
            <source>Preparing the metrics</source>
            <translation>正在准备指标计算</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <source>Comparing the results</source>
            <translation>正在比较结果</translation>
        </message>
        <message>
            <source>Preparing the preview</source>
            <translation>正在准备预览</translation>
        </message>
    </context>
    <context>
        <name>messages</name>
        <message>
            <source>threads-out-of-range</source>
            <translation>{variable} 为 {value}；它必须是 1 到 {most} 的整数</translation>
        </message>
        <message>
            <source>picture-not-of-depth-size</source>
            <translation>{path} 为 {width} × {height} 像素，而深度图为 {depth_width} × {depth_height}；请使用由这些帧融合而成的图片</translation>
        </message>
        <message>
            <source>too-few-files-for-depth</source>
            <translation>深度图至少需要两张源照片；请再给出一个文件</translation>
        </message>
        <message>
            <source>unknown-mesh-ending</source>
            <translation>曲面 {name} 的扩展名必须是 .glb</translation>
        </message>
        <message>
            <source>view-option-out-of-range</source>
            <translation>--{option} 为 {value}；必须在 {lowest} 到 {highest} 之间</translation>
        </message>
        <message>
            <source>dyes-differ</source>
            <translation>这些文件的染料数不同（{counts}）；请逐个融合</translation>
        </message>
        <message>
            <source>no-such-dye</source>
            <translation>没有第 {dye} 种染料；共有 {count} 种，从 1 数起</translation>
        </message>
        <message>
            <source>choose-a-dye</source>
            <translation>该 z 层叠图有 {count} 种染料；请用 --dye 选择一种</translation>
        </message>
        <message>
            <source>jobs-below-one</source>
            <translation>--jobs 为 {jobs}；必须至少为 1</translation>
        </message>
        <message>
            <source>nothing-to-compare</source>
            <translation>没有可比较的内容；请给出 --methods 或 --results</translation>
        </message>
        <message>
            <source>preset-and-method</source>
            <translation>--preset {preset} 已选定方法；请去掉 --method</translation>
        </message>
        <message>
            <source>too-few-files-to-fuse</source>
            <translation>融合至少需要两张照片；请再给出一个文件</translation>
        </message>
        <message>
            <source>no-map-of-this-method</source>
            <translation>方法 {method} 混合各源图像，没有决策图；请去掉 --decision-map</translation>
        </message>
        <message>
            <source>option-of-another-method</source>
            <translation>方法 {method} 没有 --{option}</translation>
        </message>
        <message>
            <source>named-as-roles</source>
            <translation>按名称，{first} 与 {second} 是一幅红外图像和一幅可见光图像；加上 --kind infrared-visible 即按此融合。</translation>
        </message>
        <message>
            <source>no-depth-of-roles</source>
            <translation>红外与可见光图像不含深度信息；请去掉 --depth</translation>
        </message>
        <message>
            <source>no-role-left-out</source>
            <translation>红外与可见光图像都要参与融合；请去掉 --leave-out</translation>
        </message>
        <message>
            <source>nothing-to-exchange</source>
            <translation>--exchange 只用于红外与可见光融合；请加上 --kind infrared-visible</translation>
        </message>
        <message>
            <source>too-few-files-to-measure</source>
            <translation>计算指标至少需要两张源照片；请再给出一个文件</translation>
        </message>
        <message>
            <source>border-too-wide</source>
            <translation>{border} 像素的边框使 {width} × {height} 的图像不剩任何内容；请减小边框</translation>
        </message>
        <message>
            <source>too-many-for-roles</source>
            <translation>给出了 {count} 个源；红外与可见光融合各需一幅</translation>
        </message>
        <message>
            <source>no-metric-named</source>
            <translation>--metrics 没有给出指标；可用的有 {known}</translation>
        </message>
        <message>
            <source>border-below-zero</source>
            <translation>--crop-border 为 {border}；必须至少为 0</translation>
        </message>
        <message>
            <source>size-of-fused-differs</source>
            <translation>{path} 为 {width} × {height} 像素，而融合图像 {fused} 为 {fused_width} × {fused_height}；请使用尺寸相同的图像</translation>
        </message>
        <message>
            <source>unknown-metric</source>
            <translation>没有指标 {name!r}；可用的有 {known}</translation>
        </message>
        <message>
            <source>no-such-frame</source>
            <translation>没有第 {number} 帧；共有 {count} 帧，从 1 数起</translation>
        </message>
        <message>
            <source>all-left-out</source>
            <translation>所有帧都被排除；请至少保留一帧</translation>
        </message>
        <message>
            <source>too-few-files-to-register</source>
            <translation>配准至少需要两帧；请再给出一个文件</translation>
        </message>
        <message>
            <source>pixels-differ-from-record</source>
            <translation>像素与记录不符：记录中的像素由 Parfocal {version} 在 {recorded_device} 上生成，这次在 {device} 上生成</translation>
        </message>
        <message>
            <source>recorded-sources-gone</source>
            <translation>{problems}；请用 --sources 指明它们现在所在的文件夹</translation>
        </message>
        <message>
            <source>source-missing</source>
            <translation>缺少 {name}</translation>
        </message>
        <message>
            <source>source-changed</source>
            <translation>{path} 在此之后已更改</translation>
        </message>
        <message>
            <source>strokes-of-project-not-written</source>
            <translation>--save-strokes 只用于单个结果；项目的笔画就在项目文件中</translation>
        </message>
        <message>
            <source>project-without-results</source>
            <translation>{path} 中没有结果；请先在其中融合</translation>
        </message>
        <message>
            <source>results-differ-from-project</source>
            <translation>{total} 个结果中有 {count} 个的像素与记录不同：它们由 Parfocal {version} 制作，或在其他设备上制作</translation>
        </message>
        <message>
            <source>project-files-gone</source>
            <translation>{path} 使用的文件已不存在：{names}；请用 --sources 指明它们现在所在的文件夹</translation>
        </message>
        <message>
            <source>project-files-changed</source>
            <translation>{path} 使用的文件此后已更改：{names}；请用 --sources 指明它们所在的文件夹</translation>
        </message>
        <message>
            <source>no-map-of-slabs</source>
            <translation>分组融合进行两次，没有决策图；请去掉 --decision-map 或 --slabs</translation>
        </message>
        <message>
            <source>slabs-not-asked</source>
            <translation>--overlap 和 --save-slabs 需要 --slabs：每组多少张源图像</translation>
        </message>
        <message>
            <source>file-without-strokes</source>
            <translation>{path} 中没有笔画；请去掉 --strokes，或指定一个修饰过的结果</translation>
        </message>
        <message>
            <source>no-strokes-recorded</source>
            <translation>记录中没有笔画；请去掉 --save-strokes</translation>
        </message>
        <message>
            <source>parameters-of-another-method</source>
            <translation>方法 {method} 使用 {wanted}，而不是 {given}</translation>
        </message>
        <message>
            <source>method-of-another-kind</source>
            <translation>方法 {method} 不支持 {purpose}；可用的有 {known}</translation>
        </message>
        <message>
            <source>too-few-sources</source>
            <translation>融合至少需要两张照片，请再添加一张</translation>
        </message>
        <message>
            <source>too-many-sources</source>
            <translation>方法 {method} 支持 {most} 张照片，但给了 {count} 张，请换一种方法</translation>
        </message>
        <message>
            <source>sources-in-sequence</source>
            <translation>方法 {method} 按给出的顺序逐个融合各源；换一种顺序，结果会不同。</translation>
        </message>
        <message>
            <source>unknown-animation-ending</source>
            <translation>动画 {name} 的扩展名必须是 {known} 之一，它决定格式</translation>
        </message>
        <message>
            <source>no-film-encoder</source>
            <translation>这台计算机的 OpenCV 不能写 MP4；请保存为 .webp 或 .gif</translation>
        </message>
        <message>
            <source>too-few-frames-for-depth</source>
            <translation>深度图至少需要两帧；请再添加一帧</translation>
        </message>
        <message>
            <source>decision-of-other-frames</source>
            <translation>该决策属于其他的帧；请重新融合这些帧</translation>
        </message>
        <message>
            <source>depth-and-confidence-differ</source>
            <translation>深度图与其置信度尺寸不同；请使用同一序列的两者</translation>
        </message>
        <message>
            <source>unknown-colour-map</source>
            <translation>没有色表 {name!r}；有 {known}</translation>
        </message>
        <message>
            <source>no-cuda</source>
            <translation>CUDA 在此无法使用（{reason}），请把设备设为“自动”或“处理器”</translation>
        </message>
        <message>
            <source>method-without-parameters</source>
            <translation>方法 {method} 没有参数；请去掉 {name!r}</translation>
        </message>
        <message>
            <source>unknown-parameter</source>
            <translation>方法 {method} 没有参数 {name!r}；它有 {known}</translation>
        </message>
        <message>
            <source>no-folder</source>
            <translation>找不到文件夹 {folder}；请检查名称</translation>
        </message>
        <message>
            <source>no-partner</source>
            <translation>{path} 没有对应的 {partner}；请补上，或移走该文件</translation>
        </message>
        <message>
            <source>no-result-of-scene</source>
            <translation>{folder} 中没有 {dataset} 的 {scene} 的结果；请把它命名为 {scene}.png</translation>
        </message>
        <message>
            <source>path-is-no-folder</source>
            <translation>{path} 不是文件夹；请另指定一个</translation>
        </message>
        <message>
            <source>no-data-set</source>
            <translation>{folder} 中没有数据集；其中的图片必须命名为 {rule}</translation>
        </message>
        <message>
            <source>pair-and-stack-same-name</source>
            <translation>{folder} 中有名称同为 {name} 的一对照片和一组照片；请给其中之一改名</translation>
        </message>
        <message>
            <source>no-result-file</source>
            <translation>没有 {path}，即 {dataset} 中 {scene} 的结果；请检查名称</translation>
        </message>
        <message>
            <source>pairs-in-subfolder</source>
            <translation>{folder} 中是成对的照片；请直接把该文件夹作为数据集</translation>
        </message>
        <message>
            <source>several-ground-truths</source>
            <translation>{folder} 中有 {count} 个名为 {name} 的文件；请只留一个</translation>
        </message>
        <message>
            <source>same-name-twice</source>
            <translation>{folder} 中同时有 {first} 和 {second}；请只留一个</translation>
        </message>
        <message>
            <source>no-picture-to-compare</source>
            <translation>没有可比较的图像；请给出一张</translation>
        </message>
        <message>
            <source>report-among-other-files</source>
            <translation>{folder} 中有其他文件；请为报告选一个新文件夹</translation>
        </message>
        <message>
            <source>no-folder-to-write</source>
            <translation>找不到文件夹 {folder}，请新建或另选一个</translation>
        </message>
        <message>
            <source>folder-not-made</source>
            <translation>无法新建文件夹 {folder}（{reason}）；请另选一个</translation>
        </message>
        <message>
            <source>report-in-data-set</source>
            <translation>{folder} 位于数据集内；请为报告另选文件夹</translation>
        </message>
        <message>
            <source>metrics-need-ground-truth</source>
            <translation>{metrics} 需要真值图像，而没有一张图片有；请添加 NN_all_in_focus 文件，或使用其他指标</translation>
        </message>
        <message>
            <source>unreadable-check-name</source>
            <translation>无法读取 {path}（{reason}）；请检查名称</translation>
        </message>
        <message>
            <source>worker-died</source>
            <translation>一个工作进程意外终止，可能是内存不足；请加上 --jobs 1 再次运行</translation>
        </message>
        <message>
            <source>hdr-kept</source>
            <translation>其亮度按 HDR（{curve}）编码，数值保持不变；在此显示会偏灰。</translation>
        </message>
        <message>
            <source>raw-of-shots-taken</source>
            <translation>文件夹中有同一次拍摄的 RAW 和 JPEG（或类似格式）；采用了 RAW 文件：{count} 个。</translation>
        </message>
        <message>
            <source>jpeg-of-shots-taken</source>
            <translation>文件夹中有同一次拍摄的 RAW 和 JPEG（或类似格式）；RAW 文件被略过：{count} 个。</translation>
        </message>
        <message>
            <source>own-results-left-out</source>
            <translation>文件夹中由 Parfocal 生成的结果和图不是源照片，已略过：{names}。</translation>
        </message>
        <message>
            <source>unknown-name-field</source>
            <translation>名称中的 {field} 不是可用的字段；可用的有 {known}</translation>
        </message>
        <message>
            <source>folder-without-pictures</source>
            <translation>文件夹 {folder} 中没有图片；请选择另一个</translation>
        </message>
        <message>
            <source>unreadable-folder</source>
            <translation>无法读取文件夹 {folder}（{reason}）</translation>
        </message>
        <message>
            <source>unknown-raw-space</source>
            <translation>RAW 的颜色空间为 {value!r}；必须是 {known} 之一</translation>
        </message>
        <message>
            <source>unknown-subsampling</source>
            <translation>色度抽样为 {value!r}；必须是 {known} 之一</translation>
        </message>
        <message>
            <source>unknown-tiff-compression</source>
            <translation>TIFF 压缩方式为 {value!r}；必须是 {known} 之一</translation>
        </message>
        <message>
            <source>jpeg-quality-out-of-range</source>
            <translation>JPEG 质量为 {value}；必须在 1 到 100 之间</translation>
        </message>
        <message>
            <source>webp-quality-out-of-range</source>
            <translation>WebP 质量为 {value}；必须在 1 到 100 之间</translation>
        </message>
        <message>
            <source>png-level-out-of-range</source>
            <translation>PNG 压缩级别为 {value}；必须在 0 到 9 之间</translation>
        </message>
        <message>
            <source>writing-not-permitted</source>
            <translation>没有写入文件夹 {folder} 的权限，请另选一个</translation>
        </message>
        <message>
            <source>cannot-write-this-name</source>
            <translation>无法写入 {path}（{reason}）；请换一个名称</translation>
        </message>
        <message>
            <source>no-file-name</source>
            <translation>{path} 不是文件名；请选择一个，例如 sharp.png</translation>
        </message>
        <message>
            <source>folder-not-file-name</source>
            <translation>{path} 是文件夹，请为照片指定文件名</translation>
        </message>
        <message>
            <source>special-file-not-replaced</source>
            <translation>{path} 是设备、管道或套接字，不会被替换；请选择其他名称</translation>
        </message>
        <message>
            <source>foreign-not-overwritten</source>
            <translation>{path} 已存在且不是 Parfocal 写的，因此不会被覆盖；请移走它，或为结果另选名称</translation>
        </message>
        <message>
            <source>source-not-overwritten</source>
            <translation>{path} 是源照片之一，不会被覆盖，请换一个文件名</translation>
        </message>
        <message>
            <source>results-in-same-file</source>
            <translation>{first} 和 {second} 不能是同一个文件；请分别命名</translation>
        </message>
        <message>
            <source>only-first-picture</source>
            <translation>只读取了其中的第一张图片。</translation>
        </message>
        <message>
            <source>too-many-pixels</source>
            <translation>{path} 有 {width} × {height} 像素，超过 {limit} 百万像素的上限；请缩小图片，或用 {variable} 提高上限</translation>
        </message>
        <message>
            <source>nan-is-empty</source>
            <translation>其中不是数值（NaN）的地方视为空白。</translation>
        </message>
        <message>
            <source>transparent-is-empty</source>
            <translation>其中透明的地方视为空白。</translation>
        </message>
        <message>
            <source>cut-to-16-bits</source>
            <translation>它的 32 位已减为 16 位。</translation>
        </message>
        <message>
            <source>transparency-left-out</source>
            <translation>已忽略其透明度。</translation>
        </message>
        <message>
            <source>values-cut-off</source>
            <translation>它小于 0 和大于 1 的数值已被截去。</translation>
        </message>
        <message>
            <source>raw-compression-not-read</source>
            <translation>{path} 中的传感器数据以 {compression} 压缩，无法读取；请转换为另一种 DNG</translation>
        </message>
        <message>
            <source>exr-without-colour-channels</source>
            <translation>{path} 没有完整尺寸的 R、G、B 或 Y 通道；请另存为 RGB</translation>
        </message>
        <message>
            <source>linear-light-to-srgb-curve</source>
            <translation>其线性光已转换为 sRGB 曲线。</translation>
        </message>
        <message>
            <source>heif-package-missing</source>
            <translation>{path} 是 HEIF 图片；要读取它，请安装 pillow-heif 软件包，或另存为 JPEG</translation>
        </message>
        <message>
            <source>colours-converted-by-decoder</source>
            <translation>解码器已将其颜色转换为 sRGB；超出范围的颜色已被截去。</translation>
        </message>
        <message>
            <source>profile-not-read</source>
            <translation>未能读取其颜色配置文件，按 sRGB 处理；要读取它，请安装 pillow-jxl-plugin 包。</translation>
        </message>
        <message>
            <source>converted-to-rgb</source>
            <translation>已从 {mode} 转换为 RGB。</translation>
        </message>
        <message>
            <source>palette-expanded</source>
            <translation>它的调色板已展开为 RGB。</translation>
        </message>
        <message>
            <source>unknown-camera</source>
            <translation>{path} 来自这里不认识的相机；请先转换为 DNG 或 TIFF</translation>
        </message>
        <message>
            <source>metadata-not-read</source>
            <translation>无法读取它的元数据。</translation>
        </message>
        <message>
            <source>unsupported-deep-colours</source>
            <translation>{path} 含有超过 8 位的 {colours} 颜色；请另存为 RGB</translation>
        </message>
        <message>
            <source>no-such-page</source>
            <translation>{path} 没有第 {page} 页；最后一页是第 {last} 页</translation>
        </message>
        <message>
            <source>wrong-channel-count</source>
            <translation>{path} 有 {count} 个通道；照片应有一个、三个或四个</translation>
        </message>
        <message>
            <source>unsupported-number-type</source>
            <translation>{path} 中的数值类型是 {type}，无法读取；请另存为 16 位</translation>
        </message>
        <message>
            <source>twelve-bits-look-dark</source>
            <translation>它的数值最高为 4095（满值 65535），即 12 位，看起来偏暗。</translation>
        </message>
        <message>
            <source>extra-channels-left-out</source>
            <translation>没有说明何处有图像的附加通道已被忽略：{count} 个。</translation>
        </message>
        <message>
            <source>part-larger-than-picture</source>
            <translation>{path} 只有 {width} × {height} 像素，其中一部分却会解码成 {part_width} × {part_height}；请用其他程序重新保存</translation>
        </message>
        <message>
            <source>compression-not-read</source>
            <translation>{path} 使用 {compression} 压缩，无法读取；请改用 Deflate 重新保存</translation>
        </message>
        <message>
            <source>only-first-page</source>
            <translation>它有 {count} 页，只读取了第一页。要把每一页作为源照片：文件 → 将页面作为源照片打开，或使用 --pages。</translation>
        </message>
        <message>
            <source>only-first-plane</source>
            <translation>它是 z 层叠图，{dyes} 种染料各有 {planes} 层，只读取了第一层。要把一种染料的每一层作为源照片：文件 → 将页面作为源照片打开，或使用 --pages。</translation>
        </message>
        <message>
            <source>only-first-time</source>
            <translation>它含有 {times} 个 z 层叠图，每个时刻一个；只取第一个时刻的。</translation>
        </message>
        <message>
            <source>too-little-memory-to-read</source>
            <translation>内存不足，无法读取 {path}，请关闭其他程序或缩小照片</translation>
        </message>
        <message>
            <source>damaged-file</source>
            <translation>{path} 已损坏或不完整，无法读取，请从来源重新复制</translation>
        </message>
        <message>
            <source>no-picture</source>
            <translation>{path} 不是可以读取的图片；请使用 JPEG、PNG、TIFF、WebP、HEIF 或 RAW 文件</translation>
        </message>
        <message>
            <source>changed-while-read</source>
            <translation>{path} 在读取过程中发生了变化；等它完整后再打开</translation>
        </message>
        <message>
            <source>empty-file</source>
            <translation>{path} 是空文件（0 字节），请从来源重新复制</translation>
        </message>
        <message>
            <source>profile-left-out</source>
            <translation>它的颜色配置文件已损坏或种类不符，已略去。</translation>
        </message>
        <message>
            <source>folder-not-picture</source>
            <translation>{path} 是文件夹，请选择其中的照片</translation>
        </message>
        <message>
            <source>not-a-file</source>
            <translation>{path} 不是文件，请选择一张照片</translation>
        </message>
        <message>
            <source>file-too-large</source>
            <translation>{path} 比可读取的任何照片都大；请选择图片</translation>
        </message>
        <message>
            <source>no-file</source>
            <translation>找不到文件 {path}，请检查名称</translation>
        </message>
        <message>
            <source>reading-not-permitted</source>
            <translation>没有读取 {path} 的权限，请检查权限设置</translation>
        </message>
        <message>
            <source>unreadable-file</source>
            <translation>无法读取 {path}（{reason}），请检查名称和磁盘</translation>
        </message>
        <message>
            <source>given-adobe-rgb</source>
            <translation>其 EXIF 标明为 Adobe RGB 但没有颜色配置文件，已为其补上该配置文件。</translation>
        </message>
        <message>
            <source>writing-failed</source>
            <translation>无法写入 {path}（{reason}），请另选文件夹或释放空间</translation>
        </message>
        <message>
            <source>text-file-too-large</source>
            <translation>{path} 比任何含记录或变换的文件都大；请检查名称</translation>
        </message>
        <message>
            <source>files-not-together</source>
            <translation>无法将文件写入 {folder}（{reason}），因此一个也没有写入；请选择其他文件夹</translation>
        </message>
        <message>
            <source>white-taken-for-all</source>
            <translation>各源照片的数值从 {lowest:g} 到 {highest:g}；全部一致地以 {black:g} 为黑、{white:g} 为白。</translation>
        </message>
        <message>
            <source>white-taken</source>
            <translation>它的数值从 {lowest:g} 到 {highest:g}；以 {black:g} 为黑、{white:g} 为白。</translation>
        </message>
        <message>
            <source>name-not-for-windows</source>
            <translation>Windows 不允许使用文件名 {name}；请换一个名称</translation>
        </message>
        <message>
            <source>unknown-ending</source>
            <translation>文件名 {name} 必须以 {known} 之一结尾，以确定格式</translation>
        </message>
        <message>
            <source>too-large-for-format</source>
            <translation>{path} 的格式容纳不下 {width} × {height} 像素，请存为 TIFF</translation>
        </message>
        <message>
            <source>encoding-failed</source>
            <translation>无法把 {path} 写为 {format}：{reason}，请尝试 TIFF</translation>
        </message>
        <message>
            <source>format-holds-8-bits</source>
            <translation>此格式只保留 16 位中的 8 位；要全部保留，请存为 TIFF 或 PNG。</translation>
        </message>
        <message>
            <source>format-holds-no-floats</source>
            <translation>此格式不能保存浮点数；要保留，请存为 TIFF。</translation>
        </message>
        <message>
            <source>format-holds-no-transparency</source>
            <translation>此格式不能保存透明度：没有任何源图像内容的地方为黑色。</translation>
        </message>
        <message>
            <source>bmp-holds-no-metadata</source>
            <translation>BMP 不能保存颜色配置文件和元数据。</translation>
        </message>
        <message>
            <source>jpeg-holds-64-kb</source>
            <translation>JPEG 的每块元数据最多 64 kB；更长的已略去。</translation>
        </message>
        <message>
            <source>profile-too-large-for-format</source>
            <translation>此格式的读取程序不接受 {megabytes} MB 的颜色配置文件，因此不写入；要保留它，请保存为 TIFF。</translation>
        </message>
        <message>
            <source>png-holds-8-mb</source>
            <translation>PNG 的读取程序不接受超过 8 MB 的元数据块，因此不写入。</translation>
        </message>
        <message>
            <source>format-holds-no-iptc</source>
            <translation>此格式不能保存 IPTC；标题、地点等改存入 XMP。</translation>
        </message>
        <message>
            <source>same-pixels</source>
            <translation>{other} 与 {first} 的像素完全相同，两者只算一张。</translation>
        </message>
        <message>
            <source>hot-pixels-mended</source>
            <translation>传感器的热点或坏点会随帧移动而留下痕迹，已用相邻像素替换：{count} 个。</translation>
        </message>
        <message>
            <source>of-several-files</source>
            <translation>{name} 及另外 {more} 个：{note}</translation>
        </message>
        <message>
            <source>source-by-number</source>
            <translation>第 {number} 张源照片</translation>
        </message>
        <message>
            <source>of-one-file</source>
            <translation>{name}：{note}</translation>
        </message>
        <message>
            <source>sizes-differ</source>
            <translation>{first} 为 {first_width} × {first_height} 像素，而 {other} 为 {width} × {height}，请使用尺寸相同的照片</translation>
        </message>
        <message>
            <source>number-types-differ</source>
            <translation>{other} 与 {first} 一个是浮点数据、一个是整数数据，请存为同一种格式</translation>
        </message>
        <message>
            <source>colours-converted-to-first</source>
            <translation>{source} 的颜色已转换到第一张图片的颜色空间。</translation>
        </message>
        <message>
            <source>developed-unlike-first</source>
            <translation>{source} 的显影方式与第一张不同；请重新打开两者。</translation>
        </message>
        <message>
            <source>too-wide-to-register</source>
            <translation>{photo} 宽 {width} 像素；最多可配准 {most} 像素宽的图片；请使用 --align none</translation>
        </message>
        <message>
            <source>roles-by-order</source>
            <translation>{infrared} 排在最前，当作红外图像，{visible} 当作可见光图像；如果不对，请交换。</translation>
        </message>
        <message>
            <source>infrared-stretched</source>
            <translation>{name} 的红外值从 {lowest:g} 到 {highest:g}；这两个值分别成为黑与白。</translation>
        </message>
        <message>
            <source>roles-by-name</source>
            <translation>按名称，{infrared} 是红外图像，{visible} 是可见光图像。</translation>
        </message>
        <message>
            <source>roles-by-colour</source>
            <translation>{infrared} 是灰度图，当作红外图像，{visible} 当作可见光图像；如果不对，请交换。</translation>
        </message>
        <message>
            <source>infrared-in-colours</source>
            <translation>红外图像 {name} 是彩色的；融合的是它的亮度。</translation>
        </message>
        <message>
            <source>infrared-even</source>
            <translation>{name} 的红外值都是 {value:g}；它们成为黑色。</translation>
        </message>
        <message>
            <source>no-temporary-space</source>
            <translation>临时文件夹 {folder} 中没有 {megabytes} MB 的空间（{reason}）；请释放空间，或用 TMPDIR 指定另一个文件夹</translation>
        </message>
        <message>
            <source>array-without-numbers</source>
            <translation>数组中有不是数的值；请为这些像素赋值</translation>
        </message>
        <message>
            <source>array-out-of-range</source>
            <translation>数组的值为 {lowest:g} 到 {highest:g}；浮点数应从 0（黑）到 1（白）</translation>
        </message>
        <message>
            <source>too-large-for-layers</source>
            <translation>{path} 无法以这么多图层容纳 {width} × {height} 像素；请使用 .psb 扩展名，或减少帧数</translation>
        </message>
        <message>
            <source>unknown-layered-ending</source>
            <translation>分层文件 {name} 必须以 .psd 或 .psb 结尾</translation>
        </message>
        <message>
            <source>too-little-memory</source>
            <translation>内存不足；请关闭其他程序，或改用更小的照片</translation>
        </message>
        <message>
            <source>matcher-registered</source>
            <translation>SuperFusion 的匹配网络在画面中央把红外图像移动了 {pixels:.1f} 像素。</translation>
        </message>
        <message>
            <source>matcher-found-nothing</source>
            <translation>SuperFusion 的匹配网络没有找到使两幅图像更吻合的位移；图像按原位融合。</translation>
        </message>
        <message>
            <source>diffusion-takes</source>
            <translation>扩散大约需要 {minutes} 分钟：{megapixels} 百万像素，{steps} 步。</translation>
        </message>
        <message>
            <source>published-needs-8-bits</source>
            <translation>论文原始程序只支持 8 位照片，请改用 SESF 方法</translation>
        </message>
        <message>
            <source>too-large-for-published</source>
            <translation>已发表的预设处理 {width} × {height} 像素需要过多内存；请使用 sesf 方法，或更小的照片</translation>
        </message>
        <message>
            <source>neither-grey-nor-rgb</source>
            <translation>形状为 {shape} 的图像既不是灰度图像，也不是 RGB 图像</translation>
        </message>
        <message>
            <source>too-small-for-metric</source>
            <translation>图像为 {width} × {height} 像素，此指标要求每边至少 {smallest} 像素</translation>
        </message>
        <message>
            <source>picture-sizes-differ</source>
            <translation>图像尺寸不同（{sizes} 像素）；请比较尺寸相同的图像</translation>
        </message>
        <message>
            <source>metric-needs-grey</source>
            <translation>此指标只接受 8 位灰度图像，而不是形状为 {shape} 的 {type}；请用 to_grey 转换</translation>
        </message>
        <message>
            <source>grey-beside-colour</source>
            <translation>两幅图像一幅是灰度，另一幅不是；请比较同类图像</translation>
        </message>
        <message>
            <source>metric-needs-reference</source>
            <translation>指标 {metric} 需要参考图像；请提供，或不计算 {metric}</translation>
        </message>
        <message>
            <source>metric-needs-sources</source>
            <translation>指标 {metric} 需要源照片；请提供，或不计算 {metric}</translation>
        </message>
        <message>
            <source>metric-needs-two-sources</source>
            <translation>指标 {metric} 至少需要两张源照片；请再添加一张</translation>
        </message>
        <message>
            <source>order-matters</source>
            <translation>方法 {method} 对两个源的处理不同；交换后结果会不同。</translation>
        </message>
        <message>
            <source>wrong-shape</source>
            <translation>{photo} 的形状为 {shape}；照片应为 高 × 宽 或 高 × 宽 × 3</translation>
        </message>
        <message>
            <source>wrong-number-type</source>
            <translation>{photo} 的数据类型为 {type}；照片应为 uint8、uint16 或 float32</translation>
        </message>
        <message>
            <source>no-pixels</source>
            <translation>{photo} 为空：{width} × {height} 像素</translation>
        </message>
        <message>
            <source>validity-size-differs</source>
            <translation>{photo} 的有效区域与图像尺寸不符</translation>
        </message>
        <message>
            <source>the-picture</source>
            <translation>该图像</translation>
        </message>
        <message>
            <source>too-little-graphics-memory</source>
            <translation>显卡的可用内存不足，此结果由处理器生成。</translation>
        </message>
        <message>
            <source>sesf-instead</source>
            <translation>此结果由 sesf 方法生成：用 {method} 时，画面的 {share:.0f} % 中有任何一帧都没有的细节，物体移动或光线透过物体时会这样。</translation>
        </message>
        <message>
            <source>made-up-detail</source>
            <translation>画面的 {share:.0f} % 中有任何一帧都没有的细节：有物体移动，或光线透过了所拍的物体。sesf 方法更适合这样的照片。</translation>
        </message>
        <message>
            <source>source-unreadable</source>
            <translation>无法读取 {path}（{reason}）；请检查其权限</translation>
        </message>
        <message>
            <source>no-project</source>
            <translation>{path} 不是 Parfocal 项目，或已损坏（{reason}）；请打开其他文件</translation>
        </message>
        <message>
            <source>project-too-new</source>
            <translation>{path} 是更新版本 Parfocal（{version}）的项目；请使用该版本</translation>
        </message>
        <message>
            <source>picture-without-record</source>
            <translation>{path} 中没有制作记录；请使用它旁边的 .json 文件</translation>
        </message>
        <message>
            <source>record-of-another-version</source>
            <translation>{path} 是另一版本 Parfocal 的记录（{version}）</translation>
        </message>
        <message>
            <source>not-a-record</source>
            <translation>{path} 不是 Parfocal 的记录；请使用结果旁边的 .json 文件</translation>
        </message>
        <message>
            <source>too-little-in-common-across</source>
            <translation>各帧配准后共有的部分不足画面的 {share} %；请保持尺寸（--keep-size），或选择另一种运动</translation>
        </message>
        <message>
            <source>frame-unregistered</source>
            <translation>{name} 无法配准</translation>
        </message>
        <message>
            <source>frame-uncertain</source>
            <translation>{name} 的配准不可靠，误差约 {error:.1f} 像素</translation>
        </message>
        <message>
            <source>frame-other-scene</source>
            <translation>{name} 拍的是另一场景</translation>
        </message>
        <message>
            <source>frame-turned</source>
            <translation>{name} 曾被旋转 {angle:.0f}°</translation>
        </message>
        <message>
            <source>frame-black</source>
            <translation>{name} 全黑</translation>
        </message>
        <message>
            <source>frame-blown</source>
            <translation>{name} 过曝</translation>
        </message>
        <message>
            <source>frame-blurred</source>
            <translation>{name} 处处模糊</translation>
        </message>
        <message>
            <source>frame-lit-otherwise</source>
            <translation>{name} 的光照与其余的不同，相差 {gain:.2f} 倍</translation>
        </message>
        <message>
            <source>frame-duplicate</source>
            <translation>{name} 的像素与前面某一帧相同</translation>
        </message>
        <message>
            <source>frame-alike</source>
            <translation>{name} 的对焦与前一帧相同</translation>
        </message>
        <message>
            <source>frame-out-of-order</source>
            <translation>{name} 的对焦与序列中别处的帧相同</translation>
        </message>
        <message>
            <source>transforms-of-other-frames</source>
            <translation>这些变换属于 {known} 帧 {known_width} × {known_height} 像素的图片，而这里有 {count} 帧 {width} × {height} 像素的图片；请重新配准</translation>
        </message>
        <message>
            <source>frames-registered</source>
            <translation>各帧相差 {percent:.1f} %，已配准（{model}）。</translation>
        </message>
        <message>
            <source>exposure-evened</source>
            <translation>各帧曝光不同，已匀光，系数为 {low:.2f} 至 {high:.2f}。</translation>
        </message>
        <message>
            <source>frame-left-out</source>
            <translation>{what}：已排除。</translation>
        </message>
        <message>
            <source>frame-told</source>
            <translation>{what}。</translation>
        </message>
        <message>
            <source>what-fusing-takes</source>
            <translation>融合用 sesf 约需 {quick}，用 learned-decision 约需 {slow}，内存 {memory} MB，临时文件 {scratch} MB。</translation>
        </message>
        <message>
            <source>no-such-reference</source>
            <translation>没有第 {number} 帧可作为基准帧；共有 {count} 帧</translation>
        </message>
        <message>
            <source>too-little-in-common</source>
            <translation>各帧共有的部分不足画面的 {share} %，其中 {frame} 差别最大；请排除这一帧，或保持尺寸（--keep-size）</translation>
        </message>
        <message>
            <source>transforms-too-new</source>
            <translation>{path} 由更新版本的 Parfocal 写成；请使用该版本</translation>
        </message>
        <message>
            <source>no-transforms</source>
            <translation>{path} 不含 Parfocal 的变换（{reason}）；请用 register --transforms 写出</translation>
        </message>
        <message>
            <source>unknown-recorded-parameter</source>
            <translation>这里的方法 {method} 没有 {parameter}；请使用 Parfocal {version}</translation>
        </message>
        <message>
            <source>unknown-method</source>
            <translation>没有名为 {name!r} 的方法，可用的有 {known}</translation>
        </message>
        <message>
            <source>stroke-source-missing</source>
            <translation>有一笔取自 {source}，但它不在源图像中；请添加它，或删除这一笔</translation>
        </message>
        <message>
            <source>brush-out-of-range</source>
            <translation>画笔的 {name} 为 {value}，必须在 {lowest} 到 {highest} 之间</translation>
        </message>
        <message>
            <source>strokes-too-new</source>
            <translation>{path} 由更新版本的 Parfocal 写成；请使用那个版本</translation>
        </message>
        <message>
            <source>no-strokes</source>
            <translation>{path} 中没有 Parfocal 的笔画（{reason}）</translation>
        </message>
        <message>
            <source>not-a-number</source>
            <translation>{name} 的值为 {value!r}，必须是数字</translation>
        </message>
        <message>
            <source>not-a-whole-number</source>
            <translation>{name} 的值为 {value!r}，必须是整数</translation>
        </message>
        <message>
            <source>unknown-choice</source>
            <translation>{name} 的值为 {value!r}，必须是 {known} 之一</translation>
        </message>
        <message>
            <source>out-of-range</source>
            <translation>{name} 的值为 {value}，必须在 {lowest} 到 {highest} 之间</translation>
        </message>
        <message>
            <source>unknown-device</source>
            <translation>设备为 {device!r}，必须是 {known} 之一</translation>
        </message>
        <message>
            <source>unknown-purpose</source>
            <translation>融合的种类是 {purpose!r}；必须是 {known} 之一</translation>
        </message>
        <message>
            <source>unknown-role-order</source>
            <translation>roles 是 {roles!r}；必须是 {known} 之一</translation>
        </message>
        <message>
            <source>impossible-slabs</source>
            <translation>每组 {size} 张无法重叠 {overlap} 张；每组至少 2 张，重叠从 0 到每组张数减一</translation>
        </message>
        <message>
            <source>small-regions-kept</source>
            <translation>有许多细小的清晰部分分散在不同的源照片中：保留了占画面 {limit:.2g} % 及以上的区域，而不是 {asked:g} % 及以上。</translation>
        </message>
        <message>
            <source>unknown-weights</source>
            <translation>没有权重 {name!r}，现有 {known}</translation>
        </message>
        <message>
            <source>weights-changed</source>
            <translation>网络权重 {path} 与本程序不符（SHA-256 不同），请重新获取本程序</translation>
        </message>
        <message>
            <source>no-weights-list</source>
            <translation>缺少权重清单 {path}，请重新获取本程序</translation>
        </message>
        <message>
            <source>unreadable-weights-list</source>
            <translation>无法读取权重清单 {path}（{reason}），请重新获取本程序</translation>
        </message>
        <message>
            <source>weights-entry-not-whole</source>
            <translation>权重清单中的条目 {name!r} 不完整</translation>
        </message>
        <message>
            <source>no-weights</source>
            <translation>网络权重 {path} 缺失或无法读取，请重新获取本程序</translation>
        </message>
        <message>
            <source>weights-of-another-network</source>
            <translation>权重 {path} 属于另一个网络</translation>
        </message>
        <message>
            <source>archive-of-another-network</source>
            <translation>存档 {path} 不含 {network} 已发布的权重：缺少 {missing}</translation>
        </message>
        <message>
            <source>archive-without-numbers</source>
            <translation>存档 {path} 已损坏：{name} 中有不是数的值；请指定另一个文件</translation>
        </message>
        <message>
            <source>unreadable-archive</source>
            <translation>权重 {path} 缺失、损坏或不是 NumPy 存档（.npz）；请指定另一个文件</translation>
        </message>
        <message>
            <source>weights-of-another-shape</source>
            <translation>这些权重属于 {network} 以外的网络</translation>
        </message>
        <message>
            <source>document-not-kept</source>
            <translation>无法在 {folder} 中保留文档（{reason}）；请保存</translation>
        </message>
        <message>
            <source>one-dye-of-several</source>
            <translation>它含有 {count} 种染料，此页属于第 {dye} 种。文件 → z 层叠图的染料 决定打开哪一种。</translation>
        </message>
        <message>
            <source>unknown-table-ending</source>
            <translation>文件名 {name} 必须以 .csv 或 .json 结尾，以表明格式</translation>
        </message>
        <message>
            <source>unknown-results-ending</source>
            <translation>文件名 {name} 必须以 .csv 结尾</translation>
        </message>
        <message>
            <source>figure-too-large</source>
            <translation>{width} × {height} 像素的插图太大，无法存为图片；请降低分辨率，或存为 PDF 或 SVG</translation>
        </message>
    </context>
</TS>

--[[
Parfocal in darktable: fuses the selected pictures into one that is sharp everywhere.

Select the frames in the lighttable, choose "Parfocal" under "export selected", and TIFF with 16 bits as
the file format. darktable writes the frames to a temporary folder, this script calls Parfocal's command
line, imports the result beside the first frame, and groups it with the frames.

Installation: copy this file to ~/.config/darktable/lua/, and add the line

    require "parfocal"

to ~/.config/darktable/luarc. Then set, under Preferences > Lua options, the folder of Parfocal and the
Python that runs it. It needs darktable 3.6 or later.
]]

local M = {}

-- A text as one word of the shell: of sh, or of Windows' cmd.
function M.quoted(text, windows)
  if windows then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- The folder of a path, and its name without the ending.
function M.parts(path)
  local folder, name = path:match("^(.*)[/\\]([^/\\]*)$")
  if not folder then
    folder, name = ".", path
  end
  return folder, (name:gsub("%.[^.]*$", ""))
end

-- A path that does not exist yet: FOLDER/NAME_fused.tif, or with a number.
function M.free_path(folder, name, exists)
  local number, path = 1, folder .. "/" .. name .. "_fused.tif"
  while exists(path) do
    number = number + 1
    path = folder .. "/" .. name .. "_fused_" .. number .. ".tif"
  end
  return path
end

-- The command line that fuses files; options has home, python, method and windows.
function M.command(files, output, options)
  local words = {}
  for _, word in ipairs({ options.python, "-m", "fusion", "fuse" }) do
    words[#words + 1] = M.quoted(word, options.windows)
  end
  for _, file in ipairs(files) do
    words[#words + 1] = M.quoted(file, options.windows)
  end
  for _, word in ipairs({ "-o", output, "--method", options.method, "--sidecar" }) do
    words[#words + 1] = M.quoted(word, options.windows)
  end
  local change = options.windows and "cd /d " or "cd "
  return change .. M.quoted(options.home, options.windows) .. " && " .. table.concat(words, " ")
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

-- In darktable: a storage of its own under "export selected".
local function register(dt)
  local preferences = dt.preferences
  preferences.register(
    "parfocal", "home", "directory", "Parfocal: folder", "the folder that holds app.py", ""
  )
  preferences.register(
    "parfocal", "python", "string", "Parfocal: Python", "the Python that runs Parfocal", "python3"
  )
  local method = dt.new_widget("combobox")({
    label = "method",
    tooltip = "auto suits the number of frames",
    value = 1,
    "auto", "sesf", "learned-decision", "spatial-frequency", "laplacian-pyramid",
  })

  local function in_order(images)
    local ordered = {}
    for image, file in pairs(images) do
      ordered[#ordered + 1] = { image = image, file = file }
    end
    table.sort(ordered, function(one, other)
      return one.image.filename < other.image.filename
    end)
    return ordered
  end

  local function finish(_storage, images)
    local frames = in_order(images)
    if #frames < 2 then
      dt.print("Parfocal: select two frames or more")
      return
    end
    local first, files = frames[1].image, {}
    for _, frame in ipairs(frames) do
      files[#files + 1] = frame.file
    end
    local _folder, name = M.parts(first.filename)
    local output = M.free_path(first.path, name, exists)
    local command = M.command(files, output, {
      home = preferences.read("parfocal", "home", "directory"),
      python = preferences.read("parfocal", "python", "string"),
      method = method.value,
      windows = dt.configuration.running_os == "windows",
    })
    dt.print("Parfocal: fusing " .. #frames .. " frames")
    dt.control.execute(command)
    for _, file in ipairs(files) do
      os.remove(file)
    end
    if not exists(output) then
      dt.print("Parfocal made no result; start darktable from a terminal to see why")
      return
    end
    local result = dt.database.import(output)
    for _, frame in ipairs(frames) do
      frame.image:group_with(result)
    end
    result:make_group_leader()
    dt.print("Parfocal: " .. output)
  end

  local function store(_storage, _image, _format, _filename, number, total)
    dt.print("Parfocal: exporting frame " .. number .. " of " .. total)
  end

  local function is_supported(_storage, format)
    return format.extension == "tif"
  end

  dt.register_storage("parfocal", "Parfocal", store, finish, is_supported, nil, method)
end

local has_darktable, darktable = pcall(require, "darktable")
if has_darktable then
  register(darktable)
end
return M
